import { createHash } from 'node:crypto';
import { SECOND } from '@guanxi/shared/time';
import { nicknameMark } from '@guanxi/shared/welcome';
import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { bringForward, findEvent } from '../../queue/inbox-events.ts';
import { defineJob, type Effect, type JobRun, RetryAt } from '../../queue/job.ts';
import { type CorpClient, eventSubject, parseEvent } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { findCustomerName } from '../customers/platform-ids.ts';
import type { Renewal } from '../media/platform-media.ts';
import { resolveAttachments } from './attachments.ts';
import { type ChosenWelcome, chooseWelcome } from './choose-welcome.ts';
import { welcomeRepo } from './repository.ts';
import { codeLifeMs, fillText, isTooLate } from './rules.ts';
import { outcomeOfFailure, type SendOutcome } from './send-outcome.ts';
import { sendWelcomeKind } from './send-welcome-kind.ts';
import { tellWelcomes } from './tell-welcomes.ts';

/** What sending needs of the server. */
export interface SendWelcomeContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** An arrival whose customer may be welcomed. */
interface Arrival {
  readonly code: string;
  readonly externalUserId: string;
  readonly userId: string;
  readonly channel: string | undefined;
  readonly receivedAt: Date;
  /** Whose events wait for this welcome. */
  readonly subject: string;
}

/** How long a text with the nickname in it waits for the nickname. */
const nameDeadlineMs = 1.5 * SECOND;
/** A busy platform is asked again after this long. */
const busyPauseMs = SECOND;

/**
 * Sends the welcome of one kept event. It runs in the most urgent lane and before the customer is read. The
 * intent is committed before the call: a run that finds it begun knows that the message may be out, and says
 * so instead of sending another one.
 *
 * @see https://developer.work.weixin.qq.com/document/path/92137
 */
export const sendWelcomeJob = defineJob<SendWelcomeContext, { digest: string }>({
  ...sendWelcomeKind,
  payload: z.object({ digest: z.string() }),
  maxAttempts: 5,
  async run(ctx, { digest }, job) {
    const arrival = await readArrival(ctx, job.corpId, digest);
    if (arrival === null) {
      return undefined;
    }
    const settled = await welcome(ctx, job, arrival);
    return async (db) => {
      await settled?.(db);
      await bringForward(db, { corpId: job.corpId, subject: arrival.subject }, ctx.now());
    };
  },
});

async function welcome(ctx: SendWelcomeContext, job: JobRun, arrival: Arrival): Promise<Effect | undefined> {
  const chosen = ctx.installations.has(job.corpId)
    ? await chooseWelcome(ctx.database.read, job.corpId, arrival)
    : null;
  if (chosen === null) {
    return undefined;
  }
  const claim = await claimSend(ctx, job, arrival, chosen);
  if (claim.standing === 'settled') {
    return undefined;
  }
  const outcome =
    claim.standing === 'begun'
      ? ({ state: 'unclear', reason: 'interrupted', errcode: null } as const)
      : await attempt(ctx, job, arrival, chosen, claim);
  await retryWhenBusy(ctx, job, arrival, claim.sendId, outcome);
  return settle(ctx, job.corpId, arrival, claim.sendId, outcome);
}

async function readArrival(ctx: SendWelcomeContext, corpId: number, digest: string): Promise<Arrival | null> {
  const kept = await findEvent(ctx.database.read, ctx.keyring, corpId, Buffer.from(digest, 'hex'));
  const event = kept === null ? null : parseEvent(kept.plaintext, ctx.now());
  if (kept === null || event === null || !('welcomeCode' in event) || !event.welcomeCode) {
    return null;
  }
  return {
    code: event.welcomeCode,
    externalUserId: event.externalUserId,
    userId: event.userId,
    channel: 'state' in event ? event.state : undefined,
    receivedAt: kept.receivedAt,
    subject: eventSubject(event),
  };
}

interface Claim {
  readonly sendId: number;
  readonly standing: 'claimed' | 'begun' | 'settled';
  /** What the platform was busy with at the try before; null at the first one. */
  readonly busyErrcode: number | null;
}

/** Writes the intent, in a transaction of its own. */
function claimSend(
  ctx: SendWelcomeContext,
  job: JobRun,
  arrival: Arrival,
  chosen: ChosenWelcome,
): Promise<Claim> {
  const codeDigest = createHash('sha256').update(arrival.code).digest();
  return ctx.database.transaction(async (db) => {
    const repo = welcomeRepo(db, job.corpId);
    const known = await repo.lockSend(codeDigest);
    if (known === null) {
      const sendId = await repo.insertSend({
        codeDigest,
        externalUserId: arrival.externalUserId,
        userId: arrival.userId,
        source: chosen.source,
        wayId: chosen.wayId,
        state: 'sending',
        reason: null,
        errcode: null,
        createdAt: ctx.now(),
        settledAt: null,
      });
      return { sendId, standing: 'claimed', busyErrcode: null };
    }
    // The customer's agreement to the archive is an event of its own, and may bring the same code again.
    if (known.state === 'waiting' || known.reason === 'archive_not_agreed') {
      await repo.updateSend(known.id, { state: 'sending', reason: null, errcode: null });
      return {
        sendId: known.id,
        standing: 'claimed',
        busyErrcode: known.state === 'waiting' ? known.errcode : null,
      };
    }
    const standing = known.state === 'sending' ? 'begun' : 'settled';
    return { sendId: known.id, standing, busyErrcode: null };
  });
}

async function attempt(
  ctx: SendWelcomeContext,
  job: JobRun,
  arrival: Arrival,
  chosen: ChosenWelcome,
  { busyErrcode }: Claim,
): Promise<SendOutcome> {
  const { client } = ctx.installations.of(job.corpId);
  if (isTooLate(arrival.receivedAt, ctx.now())) {
    return { state: 'not_sent', reason: busyErrcode === null ? 'late' : 'limited', errcode: busyErrcode };
  }
  if (!client.access.capabilities.sendsWelcome) {
    return { state: 'not_sent', reason: 'not_permitted', errcode: null };
  }
  const name = await nicknameFor(ctx, job, client, arrival, chosen.content.text);
  const text = fillText(chosen.content.text, name);
  const first = await send(ctx, job, client, arrival, { text, chosen, renew: 'over' });
  // The platform may forget a file before its time; the code is still good, so the file is uploaded anew, once.
  return isMediaRefused(first) ? send(ctx, job, client, arrival, { text, chosen, renew: 'always' }) : first;
}

/** "Media id invalid". */
const mediaRefusals = [40_007, 40_145];

function isMediaRefused({ state, errcode }: SendOutcome): boolean {
  return state === 'not_sent' && errcode !== null && mediaRefusals.includes(errcode);
}

async function send(
  ctx: SendWelcomeContext,
  job: JobRun,
  client: CorpClient,
  arrival: Arrival,
  message: { text: string; chosen: ChosenWelcome; renew: Renewal },
): Promise<SendOutcome> {
  const { text, chosen, renew } = message;
  const options = { retry: 'none', timeoutMs: timeLeftMs(ctx, arrival), priority: 'interactive' } as const;
  const { attachments, leftOut } = await resolveAttachments(
    ctx,
    { corpId: job.corpId, client, renew, options },
    chosen.content.attachments,
  );
  if (text.trim() === '' && attachments.length === 0) {
    return { state: 'not_sent', reason: 'without_attachments', errcode: null };
  }
  try {
    await client.sendWelcome(
      { welcomeCode: arrival.code, text, attachments },
      { ...options, timeoutMs: timeLeftMs(ctx, arrival) },
    );
    return { state: 'sent', reason: leftOut > 0 ? 'without_attachments' : null, errcode: null };
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/**
 * The nickname where the text asks for it. Somebody new is read for it with a short deadline, and this is the
 * only thing a welcome ever waits for; a half-added customer cannot be read at all.
 */
async function nicknameFor(
  ctx: SendWelcomeContext,
  job: JobRun,
  client: CorpClient,
  arrival: Arrival,
  text: string,
): Promise<string | null> {
  if (!text.includes(nicknameMark)) {
    return null;
  }
  const known = await findCustomerName(ctx.database.read, job.corpId, arrival.externalUserId);
  if (known !== null) {
    return known;
  }
  try {
    const signal = AbortSignal.timeout(nameDeadlineMs);
    const detail = await client.getExternalContact(arrival.externalUserId, {
      ...{ signal, retry: 'none', priority: 'interactive' },
    });
    return detail.contact.name;
  } catch {
    // Whatever the reason is, the welcome goes out without the name, and the reading that follows reports it.
    return null;
  }
}

function timeLeftMs(ctx: SendWelcomeContext, arrival: Arrival): number {
  const left = arrival.receivedAt.getTime() + codeLifeMs - ctx.now().getTime();
  return Math.max(left, SECOND);
}

/** Certainly not sent: gives the intent free again and comes back while the code lives. */
async function retryWhenBusy(
  ctx: SendWelcomeContext,
  job: JobRun,
  arrival: Arrival,
  sendId: number,
  outcome: SendOutcome,
): Promise<void> {
  const again = new Date(ctx.now().getTime() + busyPauseMs);
  if (outcome.state !== 'busy' || isTooLate(arrival.receivedAt, again)) {
    return;
  }
  await ctx.database.transaction((db) =>
    welcomeRepo(db, job.corpId).updateSend(sendId, { state: 'waiting', errcode: outcome.errcode }),
  );
  throw new RetryAt(again, new Error('The platform was busy'));
}

function settle(
  ctx: SendWelcomeContext,
  corpId: number,
  arrival: Arrival,
  sendId: number,
  outcome: SendOutcome,
): Effect {
  const state = outcome.state === 'busy' ? 'not_sent' : outcome.state;
  return async (db) => {
    await welcomeRepo(db, corpId).updateSend(sendId, { ...outcome, state, settledAt: ctx.now() });
    await tellWelcomes(db, [{ ...arrival, corpId }]);
  };
}
