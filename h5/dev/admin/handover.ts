import {
  createHandover,
  getHandover,
  type Handover,
  type HandoverItem,
  type HandoverState,
  listHandoverCandidates,
  listHandoverItems,
  listHandovers,
  listUnassigned,
  refreshUnassigned,
  retryHandover,
} from '@guanxi/shared/handovers';
import { listMembers, type Member } from '@guanxi/shared/members';
import { listMessageDeliveries, type MessageDelivery } from '@guanxi/shared/message-deliveries';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import type { World } from '../fixtures.ts';
import { customerAt } from '../fixtures.ts';
import { MockFailure, on, page } from '../mock-kit.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const names = ['张三', '王敏', '孙浩', '李思', '陈国栋', '阿卜杜热依木·艾合买提江-华南大客户经理', '丁'];
const members: Member[] = names.map((name, index) => ({
  memberId: index + 1,
  userId: `user${index + 1}`,
  name,
  departments: [index % 2 === 0 ? '华东一部' : '华南部'],
  isFollowUser: true,
  leftAt: null,
}));
const leavers: Member[] = [
  { ...(members[2] as Member), leftAt: ago(3 * DAY), isFollowUser: false },
  { ...(members[5] as Member), leftAt: ago(40 * DAY), isFollowUser: false },
];
const counts = (parts: Partial<Record<HandoverState, number>>) => ({
  pending: 0,
  waiting: 0,
  done: 0,
  refused: 0,
  failed: 0,
  ...parts,
});
const person = (index: number) => {
  const { memberId, userId, name } = members[index] as Member;
  return { memberId, userId, name };
};
const handover = (id: number, parts: Partial<Handover>): Handover => ({
  id,
  kind: 'in_service',
  from: person(0),
  to: person(3),
  by: { memberId: 9, userId: 'zhouqiming', name: '周启明' },
  message: null,
  withGroupChats: false,
  createdAt: ago(id * HOUR),
  customers: counts({ waiting: 12 }),
  chats: counts({}),
  retryable: 0,
  ...parts,
});
const past: Handover[] = [
  handover(1, { customers: counts({ pending: 40, waiting: 60 }) }),
  handover(5, {
    customers: counts({ waiting: 3, done: 118, refused: 2, failed: 4 }),
    chats: counts({ done: 3, failed: 1 }),
    withGroupChats: true,
    retryable: 5,
  }),
  handover(70, { kind: 'resigned', from: person(5), to: person(1), customers: counts({ done: 1204 }) }),
];
const reasons = ['limit_reached', 'too_often', 'chat_not_possible', 'unreachable'] as const;
const states: HandoverState[] = ['waiting', 'done', 'refused', 'failed', 'pending'];
const items: HandoverItem[] = Array.from({ length: 24 }, (_, index) => {
  const state = states[index % states.length] as HandoverState;
  const failed = state === 'failed' ? (reasons[index % reasons.length] ?? 'rejected') : null;
  return {
    id: index + 1,
    kind: index === 7 ? 'chat' : 'customer',
    name: index === 4 ? '' : customerAt(index).displayName,
    externalUserId: `wm${index}`,
    avatar: null,
    state,
    reason: state === 'refused' ? 'refused_by_customer' : failed,
    errcode: failed === null ? null : 40_099,
    dueAt: state === 'waiting' ? new Date(Date.now() + 20 * HOUR).toISOString() : null,
    settledAt: null,
    canRetry: state === 'failed',
  };
});

function failing(world: World) {
  if (world.state === 'admin-handover-error') throw new MockFailure('server.unavailable');
}

const delivery = (id: number, parts: Partial<MessageDelivery>): MessageDelivery => ({
  id,
  purpose: 'handover_taken',
  title: '张三交给你 12 位客户',
  member: person(3),
  state: 'sent',
  reason: null,
  errcode: null,
  createdAt: ago(id * 7 * MINUTE),
  sentAt: ago(id * 7 * MINUTE),
  answeredAt: null,
  ...parts,
});
const deliveries = [
  delivery(1, { state: 'pending', sentAt: null }),
  delivery(2, { answeredAt: ago(MINUTE) }),
  delivery(40, { purpose: 'sync_failed', title: '全量同步没有完成', member: person(5) }),
  delivery(90, { state: 'failed', reason: 'out_of_range', errcode: 81_013, member: person(6) }),
];

/** Members, handovers and messages in each state of their pages. */
export const handoverAnswers = [
  on(listMembers, (_world, { query }) =>
    page(
      members.filter((member) => member.name.includes(query.search ?? '')),
      query,
    ),
  ),
  on(listUnassigned, (world) => ({
    members:
      world.state === 'admin-handover-none'
        ? []
        : [
            { member: leavers[0] as Member, customers: 128 },
            { member: leavers[1] as Member, customers: 3 },
          ],
    readAt: ago(4 * MINUTE),
    can: { inService: true, resigned: world.state !== 'admin-handover-forbidden' },
  })),
  on(refreshUnassigned, () => ({})),
  on(listHandoverCandidates, (_world, { query }) => {
    const all = Array.from({ length: 60 }, (_, index) => ({
      customerId: index + 1,
      externalUserId: `wm${index}`,
      displayName: index === 3 ? '' : customerAt(index).displayName,
      avatar: null,
      type: 'wechat' as const,
      company: customerAt(index).company,
      blocked: index === 1 ? ('running' as const) : index === 5 ? ('too_often' as const) : null,
    }));
    return page(
      all.filter((one) => one.displayName.includes(query.search ?? '')),
      query,
    );
  }),
  on(createHandover, (world) => {
    if (world.state === 'admin-handover-refused') throw new MockFailure('handover.cannot_take_over');
    return handover(0, { customers: counts({ pending: 128 }) });
  }),
  on(listHandovers, (world, { query }) => {
    failing(world);
    return page(world.state === 'admin-handover-none' ? [] : past, query);
  }),
  on(getHandover, (_world, { params }) => past.find(({ id }) => id === Number(params.id)) ?? handover(0, {})),
  on(listHandoverItems, (_world, { query }) =>
    page(
      items.filter(
        ({ state }) => query.state === undefined || query.state === 'all' || state === query.state,
      ),
      query,
    ),
  ),
  on(retryHandover, (_world, { params }) =>
    handover(Number(params.id), { customers: counts({ pending: 5 }) }),
  ),
  on(listMessageDeliveries, (world, { query }) => {
    failing(world);
    return page(world.state === 'admin-messages-none' ? [] : deliveries, query);
  }),
];
