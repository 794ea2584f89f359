import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AppError } from '../../http/app-error.ts';
import type { Inbox } from '../../queue/inbox.ts';
import { type CallbackAddress, receiveIdsFor, type WecomEvent } from '../../wecom/index.ts';
import { answerCheck, type CallbackPost, openEvent } from '../callbacks/open-event.ts';
import { keepEvent, noCorp } from '../callbacks/receive-callback.ts';
import type { Installations } from '../corps/installation.ts';
import { type FollowInstallations, findInstalled } from './follow-installations.ts';
import type { Suite, SuiteReceiver, Suites } from './suite.ts';
import { saveSuiteTicket } from './suite-ticket.ts';

/** What receiving needs of the server. */
export interface SuiteCallbackContext {
  readonly suites: Suites;
  readonly installations: Installations;
  readonly inbox: Inbox;
  readonly database: Pick<Database, 'read' | 'transaction'>;
  readonly keyring: Keyring;
  readonly now: () => Date;
  readonly followInstallations: FollowInstallations;
  readonly config: { readonly providerCorpId: string };
}

/** Which of a suite's addresses was called: commands, or the data of one corp (`$CORPID$`). */
export type SuiteAddress =
  | { readonly kind: 'command' }
  | { readonly kind: 'data'; readonly wecomCorpId: string };

/** The suite of an address. @throws AppError `session.corp_unknown` */
export function requireSuite(ctx: Pick<SuiteCallbackContext, 'suites'>, suiteId: string): Suite {
  const suite = ctx.suites.find(suiteId);
  if (suite === undefined) {
    throw new AppError('session.corp_unknown');
  }
  return suite;
}

function requireReceiver(ctx: Pick<SuiteCallbackContext, 'suites'>, suiteId: string): SuiteReceiver {
  const receiver = ctx.suites.findReceiver(suiteId);
  if (receiver === undefined) {
    throw new AppError('session.corp_unknown');
  }
  return receiver;
}

/** Answers the platform's check of a suite's address. */
export function answerSuiteCheck(
  ctx: SuiteCallbackContext,
  suiteId: string,
  address: SuiteAddress,
  queryString: string,
): string {
  const suite = requireReceiver(ctx, suiteId);
  return answerCheck(
    queryString,
    suite.callbackKeys,
    receiveIdsFor(platformAddress(ctx, suite, address)).verify,
  );
}

/**
 * Takes a post to a suite's address in. A ticket is kept at once, everything else goes into the inbox
 * of its company; what comes before there is a company waits under none. Durable when it returns.
 */
export async function receiveSuiteCallback(
  ctx: SuiteCallbackContext,
  suiteId: string,
  address: SuiteAddress,
  post: CallbackPost,
): Promise<void> {
  const suite = requireReceiver(ctx, suiteId);
  const { push } = receiveIdsFor(platformAddress(ctx, suite, address));
  const opened = openEvent(post, suite.callbackKeys, push, ctx.now());
  const { event } = opened;
  if (event.type === 'suite.ticket') {
    // Two suites never mix their tickets: the one named inside must be the one of the address.
    requireSameSuite(suite, event.suiteId);
    await saveSuiteTicket(ctx, suite.suiteId, { value: event.ticket, at: event.at });
    return;
  }
  if (event.suiteId !== undefined) {
    requireSameSuite(suite, event.suiteId);
  }
  await keepEvent(ctx.inbox, await tenantOf(ctx, suite, address, event), opened);
}

function requireSameSuite(suite: SuiteReceiver, named: string): void {
  if (named !== suite.suiteId) {
    throw new AppError('callback.wrong_receiver');
  }
}

/** The company of an event; on a data address it must be an installed one, the one of the address. */
async function tenantOf(
  ctx: SuiteCallbackContext,
  suite: SuiteReceiver,
  address: SuiteAddress,
  event: WecomEvent,
): Promise<number> {
  const installation = await findInstalled(ctx, suite.suiteId, event.corpId);
  if (address.kind === 'data') {
    // After an upgrade of ids the address may have another corpid of the same company than the event.
    const addressed = ctx.installations.find(suite.suiteId, address.wecomCorpId);
    if (installation === undefined || addressed !== installation) {
      throw new AppError('callback.wrong_receiver');
    }
  }
  return installation?.corpId ?? noCorp;
}

function platformAddress(
  ctx: SuiteCallbackContext,
  suite: SuiteReceiver,
  address: SuiteAddress,
): CallbackAddress {
  const { providerCorpId } = ctx.config;
  const isTemplate = suite.kind === 'customized';
  if (address.kind === 'command') {
    return isTemplate
      ? { kind: 'template', templateId: suite.suiteId, providerCorpId }
      : { kind: 'suite-command', suiteId: suite.suiteId, providerCorpId };
  }
  const { suiteId } = suite;
  const { wecomCorpId: corpId } = address;
  const installation = ctx.installations.find(suiteId, corpId);
  const corpIds = installation === undefined ? [] : ctx.installations.namesOf(installation);
  return isTemplate
    ? { kind: 'customized-app', corpId, corpIds, providerCorpId }
    : { kind: 'suite-data', suiteId, providerCorpId, corpId, corpIds };
}
