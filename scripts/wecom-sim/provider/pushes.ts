import type { PushRecord } from '../callback/delivery.ts';
import { infoNodes } from '../callback/envelope.ts';
import type { PushQueue } from '../callback/queue.ts';
import { commandReceiver, systemReceiver } from '../callback/receiver.ts';
import type { Clock } from '../clock.ts';
import type { Corp } from '../world/corp.ts';
import type { EventNode } from '../world/world.ts';
import type { ProviderCodes } from './codes.ts';
import type { Provider, Suite } from './types.ts';

const TICKET_EVERY = 600;
const TICKET_LIFE = 1800;
const TICKETS_KEPT = 3;
const RETRY_EVERY = 10;

/** Events that must be answered within a second. */
const ABOUT_GRANTS = new Set([
  ...['create_auth', 'change_auth', 'cancel_auth', 'reset_permanent_code', 'agree_external_userid_migration'],
]);

/** What a provider is told that is no event of a corp's data. */
export const createProviderPushes = (clock: Clock, queue: PushQueue, codes: ProviderCodes) => {
  const lastTicket = new Map<Suite, { record: PushRecord; at: number }>();

  const command = (
    suite: Suite,
    infoType: string,
    authCorpId: string | undefined,
    nodes: readonly EventNode[],
    corp?: Corp,
  ): PushRecord | undefined => {
    if (suite.command.url === '') return undefined;
    const receiver = commandReceiver(suite, corp?.corpId ?? '');
    const all = infoNodes(suite.suiteId, infoType, clock.seconds(), authCorpId, nodes);
    return queue.add(receiver, all, infoType, ABOUT_GRANTS.has(infoType));
  };

  const system = (
    provider: Provider,
    infoType: string,
    authCorpId: string | undefined,
    nodes: readonly EventNode[],
  ): void => {
    if (provider.system.url === '') return;
    const all: EventNode[] = [
      ['ServiceCorpId', provider.corpId],
      ['InfoType', infoType],
      ['AuthCorpId', authCorpId],
      ['TimeStamp', clock.seconds()],
      ...nodes,
    ];
    queue.add(systemReceiver(provider), all, infoType, ABOUT_GRANTS.has(infoType));
  };

  const sendTicket = (suite: Suite, value: string) => {
    const record = command(suite, 'suite_ticket', undefined, [['SuiteTicket', value]]);
    if (record) lastTicket.set(suite, { record, at: clock.seconds() });
  };

  /** A new ticket; the last three are good for half an hour each. */
  const pushTicket = (suite: Suite, at = clock.seconds()): string => {
    const value = codes.ticket();
    suite.tickets = [...suite.tickets, { value, at }].slice(-TICKETS_KEPT);
    sendTicket(suite, value);
    return value;
  };

  /** Makes the tickets that are due by the clock, at most as many as are kept. Returns whether there were any. */
  const pushDue = (suite: Suite, now: number): boolean => {
    const last = suite.tickets.at(-1)?.at ?? now;
    const due = Math.floor((now - last) / TICKET_EVERY);
    for (let step = Math.max(0, due - TICKETS_KEPT); step < due; step += 1) {
      pushTicket(suite, last + (step + 1) * TICKET_EVERY);
    }
    return due > 0;
  };

  /** The newest ticket once more, when it found nobody listening. */
  const repeat = (suite: Suite, now: number) => {
    const sent = lastTicket.get(suite);
    const newest = suite.tickets.at(-1);
    if (!newest || suite.command.url === '') return;
    const isLost = sent?.record.outcome === 'given-up' && now - sent.at >= RETRY_EVERY;
    if (!sent || isLost) sendTicket(suite, newest.value);
  };

  /** Sends the tickets that are due, and again one that found nobody listening. */
  const tick = (suites: readonly Suite[]): void => {
    const now = clock.seconds();
    for (const suite of suites) if (!pushDue(suite, now)) repeat(suite, now);
  };

  const isLiveTicket = (suite: Suite, value: string): boolean =>
    suite.tickets.some((ticket) => ticket.value === value && clock.seconds() - ticket.at < TICKET_LIFE);

  return { command, system, pushTicket, tick, isLiveTicket };
};

export type ProviderPushes = ReturnType<typeof createProviderPushes>;
