import { SECOND } from '@guanxi/shared/time';
import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { together } from '../../queue/effects.ts';
import { type Effect, type JobRun, RetryAt } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { ExternalContactDetail, ExternalContactEvent, WecomEvent } from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { learnMissing } from '../licences/learn-licences.ts';
import { isLicenceRefusal } from '../licences/licence-refusals.ts';
import { applyPrepared, type PreparedContact, prepareContact, readContact } from './read-contact.ts';
import type { RelationFact } from './relation-rules.ts';

/** What handling needs of the server. */
export interface ContactEventContext {
  readonly queue: Queue;
  readonly database: { readonly read: Db };
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** Waits before a customer is read again whom the platform did not show yet: as long as the news is old. */
const soonestRereadMs = SECOND;
const latestRereadMs = 15 * SECOND;

/** True for the events of a member and a customer. */
export function isContactEvent(event: WecomEvent): event is ExternalContactEvent {
  return event.type.startsWith('external_contact.');
}

/**
 * Brings one customer in line after callbacks: reads the newest state from the platform once, however
 * many callbacks wait, and takes from them only what they alone know.
 */
export async function reconcileContact(
  ctx: ContactEventContext,
  job: JobRun,
  events: readonly ExternalContactEvent[],
): Promise<Effect> {
  const [first] = events;
  if (first === undefined) {
    return async () => undefined;
  }
  const installed = ctx.installations.of(job.corpId);
  const installation = { ...installed, client: installed.client.with({ signal: job.signal }) };
  const readAt = ctx.now();
  const detail = await readUnlessUnlicensed(installation, first);
  if (detail === 'unlicensed') {
    return noteUnlicensed(ctx, installation, events);
  }
  const prepared = await prepareContact({ ...ctx, read: ctx.database.read }, installation, {
    externalUserId: first.externalUserId,
    detail,
    readAt,
    told: [{ userId: first.userId, facts: factsOf(events), channel: channelOf(events) }],
  });
  const newest = Math.max(...events.map((event) => event.at.getTime()));
  const wait = Math.min(Math.max(readAt.getTime() - newest, soonestRereadMs), latestRereadMs);
  return together(applyOrReadAgain, { prepared, rereadAt: new Date(ctx.now().getTime() + wait) });
}

/** Applies readings of one company that jobs bring together. */
async function applyOrReadAgain(
  db: Db,
  parts: readonly { prepared: PreparedContact; rereadAt: Date }[],
): Promise<void> {
  const { unsettled } = await applyPrepared(
    db,
    parts.map(({ prepared }) => prepared),
  );
  if (unsettled.length > 0) {
    // Of several jobs each is written alone after this, so that only the one it concerns comes again.
    const rereadAt = Math.max(...parts.map((part) => part.rereadAt.getTime()));
    throw new RetryAt(new Date(rereadAt), new Error('The platform does not show the new customer yet'));
  }
}

async function readUnlessUnlicensed(
  { client }: Installation,
  event: ExternalContactEvent,
): Promise<ExternalContactDetail | null | 'unlicensed'> {
  try {
    return await readContact(client, event.externalUserId);
  } catch (error) {
    if (isLicenceRefusal(error)) {
      return 'unlicensed';
    }
    throw error;
  }
}

/**
 * Nobody who follows this customer has a licence, so that the platform shows nothing: only what ended is kept. The
 * rest is read by the full sync after a licence was activated.
 */
async function noteUnlicensed(
  ctx: ContactEventContext,
  installation: Installation,
  events: readonly ExternalContactEvent[],
): Promise<Effect> {
  const [first] = events;
  const endings = factsOf(events).filter((fact) => fact.kind !== 'added' && fact.kind !== 'half_added');
  const readAt = ctx.now();
  if (first === undefined) {
    return async () => undefined;
  }
  const told = [{ userId: first.userId, facts: endings, channel: null }];
  const prepared = await prepareContact({ ...ctx, read: ctx.database.read }, installation, {
    ...{ externalUserId: first.externalUserId, detail: null, readAt },
    told: endings.length === 0 ? [] : told,
  });
  return async (db) => {
    await applyPrepared(db, [prepared]);
    await learnMissing(db, installation.corpId, [first.userId], readAt);
  };
}

/** What only the events know, oldest first; ties keep the order of arrival. */
export function factsOf(events: readonly ExternalContactEvent[]): RelationFact[] {
  return events
    .flatMap((event): RelationFact[] => {
      switch (event.type) {
        case 'external_contact.added':
          return [{ kind: 'added', at: event.at }];
        case 'external_contact.half_added':
          return [{ kind: 'half_added', at: event.at }];
        case 'external_contact.deleted_by_customer':
          return [{ kind: 'deleted_by_customer', at: event.at }];
        case 'external_contact.deleted_by_member':
          return [{ kind: event.transfer ? 'transferred' : 'deleted_by_member', at: event.at }];
        default:
          return [];
      }
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function channelOf(events: readonly ExternalContactEvent[]): string | null {
  const marks = events.flatMap((event) => ('state' in event && event.state ? [event.state] : []));
  return marks.at(-1) ?? null;
}
