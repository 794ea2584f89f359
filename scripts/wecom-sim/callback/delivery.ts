import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Switches } from '../faults.ts';
import { seal, withQuery } from './envelope.ts';
import { type Receiver, urlFor } from './receiver.ts';
import { type Verification, verifyUrl } from './verify-url.ts';

export interface PushSettings {
  /** The platform drops the connection after this long without a response. */
  timeoutMs: number;
  /** The same for events about an authorisation. */
  authTimeoutMs: number;
  /** Sends in total, the first included. */
  sends: number;
  /** What makes the platform send again: any status but 200, or only a lost or late answer. */
  retryOn: 'non200' | 'timeout';
  retryDelayMs: number;
  verifyTimeoutMs: number;
}

export interface PushRecord {
  corpId: string;
  agentId: number;
  kind: Receiver['kind'];
  suiteId: string;
  url: string;
  plaintext: string;
  at: number;
  sends: number;
  status: number | null;
  /** `wrong-answer`: a suite answered 200 with something else than `success`. */
  outcome: 'waiting' | 'delivered' | 'wrong-answer' | 'given-up' | 'dropped';
  /** The beginning of the last answer's body. */
  answer: string;
}

export interface Push {
  to: Receiver;
  subject: string;
  record: PushRecord;
  isAboutGrant: boolean;
}

/** How one push is carried out. */
export interface Delivery {
  pause(ms: number): Promise<void>;
  verify(to: Receiver, url: string): Promise<Verification>;
  deliver(push: Push): Promise<void>;
}

const KEEP_ANSWER = 200;

export const createDelivery = (
  clock: Clock,
  settings: PushSettings,
  switches: Switches,
  stopping: AbortSignal,
): Delivery => {
  const pause = async (ms: number) => {
    if (ms <= 0) return;
    // Stopping ends the wait early; that is no failure.
    await sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
  };

  const verify = (to: Receiver, url: string) => verifyUrl(to, url, clock.seconds(), settings.verifyTimeoutMs);

  /** One POST: the HTTP status, or null when no answer came in time. */
  const post = async ({ to, record, isAboutGrant }: Push): Promise<number | null> => {
    const receiveId = to.kind === 'data' && switches.dataReceiveIdIsSuite ? to.suiteId : to.receiveId;
    const how = { format: switches.callbackFormat, receiveId };
    const { query, body, type } = seal(to, record.plaintext, clock.seconds(), how);
    const timeoutMs = isAboutGrant ? settings.authTimeoutMs : settings.timeoutMs;
    try {
      const response = await fetch(withQuery(record.url, { ...query }), {
        method: 'POST',
        headers: { 'content-type': type },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]),
      });
      record.answer = (await response.text()).slice(0, KEEP_ANSWER);
      return response.status;
    } catch {
      return null;
    }
  };

  /** A URL given at the start is verified before its first push. */
  const isEnabled = async ({ to, record }: Push): Promise<boolean> => {
    if (to.target.verified) return true;
    const { url } = to.target;
    const { ok } = await verify(to, url);
    if (ok && urlFor(to.target.url, to.corpIdInUrl) === record.url) to.target.verified = true;
    return ok;
  };

  const wantsSuccess = ({ to }: Push) => to.kind === 'command' || to.kind === 'system';

  /** What an answer makes of a push; undefined while there was none that counts. */
  const outcomeOf = (push: Push): PushRecord['outcome'] | undefined => {
    const { status, answer } = push.record;
    const isAnswered = status === 200 || (status !== null && settings.retryOn === 'timeout');
    if (!isAnswered) return undefined;
    return wantsSuccess(push) && answer !== 'success' ? 'wrong-answer' : 'delivered';
  };

  const isOver = ({ record }: Push): boolean => {
    if (record.sends >= settings.sends || stopping.aborted) return true;
    return record.outcome === 'wrong-answer' ? !switches.retryWrongAnswer : record.outcome !== 'waiting';
  };

  const deliver = async (push: Push): Promise<void> => {
    const { record } = push;
    while (!isOver(push)) {
      if (record.sends > 0) await pause(settings.retryDelayMs);
      record.sends += 1;
      record.status = (await isEnabled(push)) ? await post(push) : null;
      record.outcome = outcomeOf(push) ?? record.outcome;
    }
    if (record.outcome === 'waiting') record.outcome = 'given-up';
  };

  return { pause, verify, deliver };
};
