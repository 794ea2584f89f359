import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { EventNode } from '../world/world.ts';
import { createDelivery, type Push, type PushRecord, type PushSettings } from './delivery.ts';
import { createGate } from './gate.ts';
import { type Receiver, urlFor } from './receiver.ts';
import type { Verification } from './verify-url.ts';
import { render } from './xml.ts';

export interface PushQueue {
  /** `isAboutGrant`: an event about an authorisation, which has a second to be answered in. */
  add(to: Receiver, nodes: readonly EventNode[], subject: string, isAboutGrant?: boolean): PushRecord;
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

export const createPushQueue = (
  clock: Clock,
  { push: faults, switches }: Faults,
  settings: PushSettings,
): PushQueue => {
  const chains = new Map<string, Promise<void>>();
  const gate = createGate(IN_FLIGHT);
  const stopping = new AbortController();
  const { pause, verify, deliver } = createDelivery(clock, settings, switches, stopping.signal);
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
    add(to, nodes, subject, isAboutGrant = false) {
      const isDoubled = faults.duplicateNext > 0;
      if (isDoubled) faults.duplicateNext -= 1;
      const { corpId, agentId, kind, suiteId } = to;
      const url = urlFor(to.target.url, to.corpIdInUrl);
      const plaintext = render(nodes, switches.callbackFormat);
      const place = `${kind} ${suiteId} ${corpId} ${agentId} ${subject}`;
      const make = (): PushRecord => {
        const record: PushRecord = {
          ...{ corpId, agentId, kind, suiteId, url, plaintext, at: clock.seconds() },
          ...{ sends: 0, status: null, outcome: 'waiting', answer: '' },
        };
        records.push(record);
        if (records.length > KEEP_RECORDS) records.shift();
        accept({ to, subject: place, record, isAboutGrant });
        return record;
      };
      if (isDoubled) make();
      return make();
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
