import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { type Receiver, seal, withQuery } from './envelope.ts';
import { type Verification, verifyUrl } from './verify-url.ts';

export interface PushSettings {
  /** The platform drops the connection after this long without a response. */
  timeoutMs: number;
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
  url: string;
  plaintext: string;
  at: number;
  sends: number;
  status: number | null;
  outcome: 'waiting' | 'delivered' | 'given-up' | 'dropped';
}

export interface Push {
  to: Receiver;
  subject: string;
  record: PushRecord;
}

/** How one push is carried out. */
export interface Delivery {
  pause(ms: number): Promise<void>;
  verify(to: Receiver, url: string): Promise<Verification>;
  deliver(push: Push): Promise<void>;
}

export const createDelivery = (clock: Clock, settings: PushSettings, stopping: AbortSignal): Delivery => {
  const pause = async (ms: number) => {
    if (ms <= 0) return;
    // Stopping ends the wait early; that is no failure.
    await sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
  };

  const verify = (to: Receiver, url: string) => verifyUrl(to, url, clock.seconds(), settings.verifyTimeoutMs);

  /** One POST: the HTTP status, or null when no answer came in time. */
  const post = async ({ to, record }: Push): Promise<number | null> => {
    const { query, body } = seal(to, record.plaintext, clock.seconds());
    try {
      const response = await fetch(withQuery(record.url, { ...query }), {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(settings.timeoutMs), stopping]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  };

  /** A URL given at the start is verified before its first push. */
  const isEnabled = async ({ to, record }: Push): Promise<boolean> => {
    if (to.app.callbackVerified) return true;
    const { ok } = await verify(to, record.url);
    if (ok && to.app.callbackUrl === record.url) to.app.callbackVerified = true;
    return ok;
  };

  const deliver = async (push: Push): Promise<void> => {
    const { record } = push;
    while (record.sends < settings.sends && !stopping.aborted) {
      if (record.sends > 0) await pause(settings.retryDelayMs);
      record.sends += 1;
      record.status = (await isEnabled(push)) ? await post(push) : null;
      const isDone = record.status === 200 || (record.status !== null && settings.retryOn === 'timeout');
      if (isDone) {
        record.outcome = 'delivered';
        return;
      }
    }
    record.outcome = 'given-up';
  };

  return { pause, verify, deliver };
};
