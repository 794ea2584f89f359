import {
  confirmSyncLosses,
  getLatestSyncRun,
  getMySync,
  getSyncLosses,
  listSyncRuns,
  type MySync,
  type SyncRun,
  startSyncRun,
} from '@guanxi/shared/sync';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import { MockFailure, on, page } from '../mock-kit.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const done = (): SyncRun => ({
  id: 70,
  status: 'done',
  askedBy: 'nightly',
  startedAt: ago(5 * HOUR),
  finishedAt: ago(5 * HOUR - 12 * MINUTE),
  stage: null,
  membersTotal: 128,
  membersDone: 128,
  percent: 100,
  secondsLeft: null,
  customers: 61_903,
  relations: 70_412,
  newCustomers: 112,
  added: 131,
  changed: 48,
  lost: 37,
  skipped: [
    { reason: 'unlicensed', members: 3, relations: 1210 },
    { reason: 'out_of_range', members: 1, relations: 402 },
  ],
  members: { added: 2, gone: 1 },
  tags: { added: 4, changed: 1, removed: 0 },
  groupChats: { total: 214, lost: 1, skipped: 3 },
  groupChatFailure: null,
  unseen: { relations: 37, of: 70_318 },
  failure: null,
});
const running = (): SyncRun => ({
  ...done(),
  ...{
    status: 'running',
    askedBy: 'admin',
    startedAt: ago(9 * MINUTE),
    finishedAt: null,
    stage: 'customers',
  },
  ...{ membersDone: 100, percent: 61, secondsLeft: 345, customers: 38_220, relations: 43_120, skipped: [] },
  ...{ groupChats: null, unseen: null },
});
const first = (): SyncRun => ({
  ...running(),
  ...{ askedBy: 'install', startedAt: ago(5000), stage: 'directory', membersTotal: 0, membersDone: 0 },
  ...{ percent: 0, secondsLeft: null, customers: 0, relations: 0 },
});
const asking = (): SyncRun => ({
  ...done(),
  ...{ status: 'asking', lost: 0, unseen: { relations: 19_120, of: 70_412 }, relations: 51_423, skipped: [] },
});
const failed = (): SyncRun => ({
  ...done(),
  ...{
    status: 'failed',
    membersDone: 0,
    percent: 0,
    relations: 0,
    customers: 0,
    groupChats: null,
    unseen: null,
  },
  failure: 'WeCom answered 48002 for externalcontact/batch/get_by_user: api forbidden',
});

const runs: Record<string, () => SyncRun | null> = {
  'admin-sync-none': () => null,
  'admin-sync-running': running,
  'admin-sync-first': first,
  'admin-sync-asking': asking,
  'admin-sync-failed': failed,
};

/** A run of each kind, night by night. */
function past(newest: SyncRun | null): SyncRun[] {
  const nights = Array.from({ length: 34 }, (_, night): SyncRun => {
    const like =
      night === 4 ? failed() : night === 9 ? { ...asking(), status: 'unanswered' as const } : done();
    const startedAt = ago((night + 1) * DAY);
    const finishedAt = ago((night + 1) * DAY - 12 * MINUTE);
    const lost = like.status === 'done' ? (night * 7) % 40 : 0;
    return { ...like, id: 69 - night, startedAt, finishedAt, added: (night * 31) % 200, lost };
  });
  return newest === null ? [] : [newest, ...nights];
}

const names = ['张三', '上海浦东新区大客户一部-欧阳娜娜', '李思', '孙浩', '黄晓彤', '马瑞'];
const mine: Record<string, MySync['state']> = {
  syncing: 'reading',
  'syncing-first': 'reading',
  'syncing-partly': 'reading',
  'sync-unlicensed': 'unlicensed',
  'sync-refused': 'refused',
  'sync-not-read': 'not_read',
  'own-none-unlicensed': 'unlicensed',
  'own-none-refused': 'refused',
  'own-none-not-read': 'not_read',
};

/** The full sync in each state of its page, and what a rep's list says of it. */
export const syncAnswers = [
  on(getLatestSyncRun, (world) => {
    if (world.state === 'admin-sync-error') throw new MockFailure('server.unavailable');
    return { run: (runs[world.state] ?? done)() };
  }),
  on(listSyncRuns, (world, { query }) => page(past((runs[world.state] ?? done)()), query)),
  on(startSyncRun, () => ({})),
  on(getSyncLosses, () => ({
    relations: 19_120,
    members: names.map((name, index) => ({
      ...{ member: { memberId: index, userId: `m${index}`, name }, relations: 9000 - index * 1400 },
    })),
    otherMembers: 11,
  })),
  on(confirmSyncLosses, (world) => {
    if (world.state === 'admin-sync-asking') throw new MockFailure('sync.not_asking');
    return { run: { ...asking(), status: 'running' as const, stage: 'losses' as const } };
  }),
  on(getMySync, (world) => ({
    state: mine[world.state] ?? 'read',
    membersTotal: world.state === 'syncing-first' ? 0 : 128,
    membersDone: 79,
    secondsLeft: null,
  })),
];
