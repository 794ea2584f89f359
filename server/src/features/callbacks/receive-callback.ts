import { AppError } from '../../http/app-error.ts';
import type { Inbox } from '../../queue/inbox.ts';
import { lanes } from '../../queue/job.ts';
import { eventLane, eventSubject, plaintextDigest } from '../../wecom/index.ts';
import { type Installation, type Installations, selfBuiltKey } from '../corps/installation.ts';
import { sendWelcomeRequest } from '../welcome/send-welcome-kind.ts';
import { answerCheck, type CallbackPost, type OpenedEvent, openEvent } from './open-event.ts';

/** What receiving needs of the server. */
export interface CallbackContext {
  readonly installations: Installations;
  readonly inbox: Inbox;
  readonly now: () => Date;
}

/** Answers the platform's check of a self-built app's callback address. */
export function answerUrlCheck(ctx: CallbackContext, wecomCorpId: string, queryString: string): string {
  const { callbackKeys } =
    ctx.installations.findReplaced(selfBuiltKey, wecomCorpId) ?? requireInstallation(ctx, wecomCorpId);
  return answerCheck(queryString, callbackKeys, [wecomCorpId]);
}

/**
 * Takes a callback of a self-built app in. It returns only after the event is durable; whoever calls may
 * then answer 200. A database that refuses makes it throw, so that the platform sends again. What comes for an app
 * that another one replaced is answered and goes no further: the other one gets the same.
 */
export async function receiveCallback(
  ctx: CallbackContext,
  wecomCorpId: string,
  post: CallbackPost,
): Promise<void> {
  const former = ctx.installations.findReplaced(selfBuiltKey, wecomCorpId);
  const installation = former ?? requireInstallation(ctx, wecomCorpId);
  const opened = openEvent(post, installation.callbackKeys, [wecomCorpId], ctx.now());
  if (opened.event.corpId !== wecomCorpId) {
    throw new AppError('callback.wrong_receiver');
  }
  if (former === undefined) {
    await keepEvent(ctx.inbox, installation.corpId, opened);
  }
}

/**
 * Keeps an event in the inbox. A welcome code lives 20 seconds, so its welcome is a job of its own, ahead of
 * everything; the customer is read like others, later.
 *
 * @param corpId - the tenant; `noCorp` for an event that comes before there is one
 */
export function keepEvent(inbox: Inbox, corpId: number, { plaintext, event }: OpenedEvent): Promise<void> {
  const digest = plaintextDigest(plaintext);
  return inbox.receive({
    corpId,
    digest,
    subject: eventSubject(event),
    lane: lanes.event,
    plaintext,
    ...(eventLane(event) === 'welcome' ? { urgent: sendWelcomeRequest(digest) } : {}),
  });
}

/** The tenant of events that belong to a suite and to no company yet. */
export const noCorp = 0;

function requireInstallation(ctx: CallbackContext, wecomCorpId: string): Installation {
  const installation = ctx.installations.find(selfBuiltKey, wecomCorpId);
  if (installation === undefined) {
    throw new AppError('session.corp_unknown');
  }
  return installation;
}
