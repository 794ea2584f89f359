import { getLatestSyncRun, type SyncRun, startSyncRun } from '@guanxi/shared/sync';
import { HOUR, MINUTE } from '@guanxi/shared/time';
import { MockFailure, on } from '../mock-kit.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const done = (): SyncRun => ({
  id: 7,
  status: 'done',
  startedAt: ago(5 * HOUR),
  finishedAt: ago(5 * HOUR - 12 * MINUTE),
  membersTotal: 128,
  membersDone: 128,
  customers: 61_903,
  relations: 70_412,
  lost: 37,
  groupChats: { total: 214, lost: 1, skipped: 3 },
  groupChatFailure: null,
  failure: null,
  askedBy: 'nightly',
  stage: null,
  secondsLeft: null,
  newCustomers: 112,
  added: 131,
  changed: 48,
  skipped: [
    { reason: 'unlicensed', members: 3, relations: 1210 },
    { reason: 'out_of_range', members: 1, relations: 402 },
  ],
  members: { added: 2, gone: 1 },
  tags: { added: 4, changed: 1, removed: 0 },
  unseen: { relations: 37, of: 70_318 },
});

const runs: Record<string, () => SyncRun | null> = {
  'admin-sync-none': () => null,
  'admin-sync-running': () => ({ ...done(), status: 'running', finishedAt: null, membersDone: 79 }),
  'admin-sync-failed': () => ({
    ...done(),
    status: 'failed',
    failure: '9120 of 70412 relations would be lost',
  }),
};

/** The full sync in each state of its page. */
export const syncAnswers = [
  on(getLatestSyncRun, (world) => {
    if (world.state === 'admin-sync-error') throw new MockFailure('server.unavailable');
    return { run: (runs[world.state] ?? done)() };
  }),
  on(startSyncRun, () => ({})),
];
