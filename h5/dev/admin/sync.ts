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
  unlicensedMembers: 3,
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
