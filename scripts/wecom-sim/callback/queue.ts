import type { Clock } from '../clock.ts';
import type { PushFaults } from '../faults.ts';
import { createDelivery, type Push, type PushRecord, type PushSettings } from './delivery.ts';
import type { Receiver } from './envelope.ts';
import { createGate } from './gate.ts';
import type { Verification } from './verify-url.ts';

export interface PushQueue {
  add(to: Receiver, plaintext: string, subject: string): void;
  /** Waits until every push is delivered or given up; held ones are not waited for. */
  drain(): Promise<void>;
  /** Sends what `hold` or `reorderNext` kept back. */
  release(): void;
  verify(to: Receiver, url: string): Promise<Verification>;
  records: PushRecord[];
  stop(): Promise<void>;
}

const KEEP_RECORDS = 1000;
/** Pushes on their way at a time; the platform's number is not known. */
const IN_FLIGHT = 64;

export const createPushQueue = (clock: Clock, faults: PushFaults, settings: PushSettings): PushQueue => {
  const chains = new Map<string, Promise<void>>();
  const gate = createGate(IN_FLIGHT);
  const stopping = new AbortController();
  const { pause, verify, deliver } = createDelivery(clock, settings, stopping.signal);
  const records: PushRecord[] = [];
  let kept: Push[] = [];

  const send = (push: Push) => {
    const before = chains.get(push.subject) ?? Promise.resolve();
    const after = before
      .then(() => pause(faults.delayMs))
      .then(() => gate(() => deliver(push)))
      .finally(() => {
        if (chains.get(push.subject) === after) chains.delete(push.subject);
      });
    chains.set(push.subject, after);
  };

  const release = () => {
    const sending = kept;
    kept = [];
    faults.hold = false;
    faults.reorderNext = 0;
    for (const push of sending) send(push);
  };

  /** Applies the faults to a new push: dropped, kept back, doubled, or simply sent. */
  const accept = (push: Push) => {
    if (faults.dropNext > 0) {
      faults.dropNext -= 1;
      push.record.outcome = 'dropped';
    } else if (faults.hold) kept.push(push);
    else if (faults.reorderNext > 0) {
      kept.push(push);
      if (kept.length < faults.reorderNext) return;
      kept.reverse();
      release();
    } else send(push);
  };

  return {
    records,
    verify,
    release,
    add(to, plaintext, subject) {
      const isDoubled = faults.duplicateNext > 0;
      if (isDoubled) faults.duplicateNext -= 1;
      for (let copy = 0; copy < (isDoubled ? 2 : 1); copy += 1) {
        const { corpId, app } = to;
        const record: PushRecord = {
          ...{ corpId, agentId: app.agentId, url: app.callbackUrl, plaintext, at: clock.seconds() },
          ...{ sends: 0, status: null, outcome: 'waiting' },
        };
        records.push(record);
        if (records.length > KEEP_RECORDS) records.shift();
        accept({ to, subject: `${corpId} ${app.agentId} ${subject}`, record });
      }
    },
    async drain() {
      while (chains.size > 0) await Promise.all(chains.values());
    },
    async stop() {
      stopping.abort();
      await Promise.all(chains.values());
    },
  };
};
