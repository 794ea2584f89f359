import {
  type GroupChatCard,
  type GroupChatItem,
  type GroupMember,
  getGroupChatCard,
  listCustomerGroupChats,
  listGroupChats,
  listGroupMembers,
} from '@guanxi/shared/group-chats';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import { customerAt } from './fixtures.ts';
import { MockFailure, on, page } from './mock-kit.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const owners = ['张三', '李思', '欧阳正华'];

function chatAt(index: number): GroupChatItem {
  return {
    id: 100 + index,
    chatId: `wrExample${index}`,
    name:
      ['五轴加工交流群', '', '上海临港新片区锐行数控装备有限公司五轴与车铣复合客户服务群'][index % 3] ?? '',
    owner: { memberId: 1 + (index % 3), userId: `m${index % 3}`, name: owners[index % 3] ?? '' },
    isMine: index % 3 === 0,
    status: 'open',
    ownership: index % 7 === 4 ? 'orphaned' : 'normal',
    memberCount: 12 + index * 9,
    customerCount: 9 + index * 8,
    foundedAt: ago((3 + index * 5) * DAY),
  };
}

const standings = ['mine', 'mine', 'in_scope', 'colleague', 'member', 'member'] as const;

function memberAt(index: number): GroupMember {
  const standing = standings[index] ?? 'stranger';
  const customer = customerAt(index);
  const isSeen = standing === 'mine' || standing === 'in_scope';
  return {
    id: index + 1,
    displayName: standing === 'member' ? (owners[index - 4] ?? '') : index === 9 ? '' : customer.displayName,
    groupNickname: index === 1 ? '小敏 13 号线' : null,
    avatar: null,
    company: isSeen ? customer.company : null,
    standing,
    customer: isSeen ? { id: customer.id, externalUserId: customer.externalUserId } : null,
    isOwner: index === 4,
    joinedAt: ago((index + 1) * 9 * HOUR),
    joinScene: (['qr_code', 'invited', 'link'] as const)[index % 3] ?? 'unknown',
    channel: index % 3 === 0 ? 'expo-2025' : null,
    joinWayName: index % 3 === 0 ? '工博会展台' : null,
    invitedBy: index % 3 === 1 ? { memberId: 1, userId: 'm0', name: '张三' } : null,
    member:
      standing === 'member' ? { memberId: index, userId: `m${index}`, name: owners[index - 4] ?? '' } : null,
  };
}

const sizes: Record<string, number> = { 'group-big': 486, 'group-long': 12 };
const membersIn = (state: string) =>
  Array.from({ length: sizes[state] ?? 14 }, (_, index) => memberAt(index));

const changes: Record<string, Partial<GroupChatCard>> = {
  'group-long': {
    ...chatAt(2),
    notice: '请把群昵称改成「公司-姓名」；发样件照片前先裁掉客户的图号，报价一律私聊。'.repeat(3),
  },
  'group-unnamed': { name: '', owner: null, events: [], channels: [] },
  'group-dismissed': { status: 'dismissed', memberCount: 0, customerCount: 0 },
  'group-hidden': { status: 'hidden', readAt: ago(3 * DAY) },
  'group-lost': { status: 'lost', readAt: ago(3 * DAY) },
  'group-orphaned': { ownership: 'orphaned' },
  'group-stale': { isStale: true, readAt: ago(40 * MINUTE) },
};

function cardIn(state: string): GroupChatCard {
  const members = membersIn(state);
  return {
    ...chatAt(0),
    memberCount: members.length,
    customerCount: members.filter((member) => member.standing !== 'member').length,
    notice: '周三下午三点直播讲刀具选型',
    members: page(members, { limit: '50' }),
    knownCount: 4,
    channels: [
      { channel: 'expo-2025', joinWayName: '工博会展台', count: 5 },
      { channel: 'wb:abc', joinWayName: null, count: 1 },
    ],
    events: [
      {
        kind: 'joined',
        id: 5,
        at: ago(20 * MINUTE),
        person: '刘海涛',
        scene: 'qr_code',
        channel: 'expo-2025',
      },
      { kind: 'left', id: 4, at: ago(5 * HOUR), person: '周建国', reason: 'removed' },
      { kind: 'left', id: 3, at: ago(DAY), person: '', reason: 'unknown' },
      { kind: 'renamed', id: 2, at: ago(2 * DAY), from: '交流群', to: '五轴加工交流群' },
      {
        kind: 'owner_changed',
        id: 1,
        at: ago(9 * DAY),
        from: { memberId: 2, userId: 'm1', name: '李思' },
        to: { memberId: 1, userId: 'm0', name: '张三' },
      },
    ],
    readAt: ago(MINUTE),
    isStale: false,
    ...changes[state],
  };
}

/** Group chats in each state of their pages. */
export const groupAnswers = [
  on(getGroupChatCard, (world) => {
    if (world.state === 'group-not-found') throw new MockFailure('group_chat.not_found');
    if (world.state === 'group-refused') throw new MockFailure('group_chat.hidden', 60011);
    if (world.state === 'group-limited') throw new MockFailure('wecom.limited', 45009);
    return cardIn(world.state);
  }),
  on(listGroupMembers, (world, { query }) => {
    const search = query.search ?? '';
    return page(
      membersIn(world.state).filter((member) => member.displayName.includes(search)),
      query,
    );
  }),
  on(listGroupChats, (world, { query }) => {
    if (world.state === 'groups-error') throw new MockFailure('server.unavailable');
    const all = world.state === 'none' ? [] : Array.from({ length: 40 }, (_, index) => chatAt(index));
    return page(
      all.filter((chat) => chat.name.includes(query.search ?? '')),
      query,
    );
  }),
  on(listCustomerGroupChats, (world) => ({
    items:
      world.state === 'empty'
        ? []
        : [0, 2].map((index) => ({
            groupChat: chatAt(index),
            joinedAt: ago(20 * DAY),
            leftAt: index === 2 ? ago(DAY) : null,
            channel: null,
          })),
    hiddenCount: world.state === 'empty' ? 0 : 1,
  })),
];
