import {
  createJoinWay,
  deleteJoinWay,
  type JoinWay,
  listJoinWays,
  retryJoinWay,
  updateJoinWay,
} from '@guanxi/shared/join-ways';
import { HOUR } from '@guanxi/shared/time';
import { MockFailure, on } from '../mock-kit.ts';

const code =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'%3E%3Cpath d='M1 1h3v3H1zM6 1h3v3H6zM1 6h3v3H1zM6 6h1v1H6zM8 8h1v1H8z'/%3E%3C/svg%3E";

function wayAt(id: number, change: Partial<JoinWay> = {}): JoinWay {
  return {
    id,
    name: '工博会展台',
    channel: 'expo-2025',
    chats: [
      { chatId: 'wrExample0', name: '五轴加工交流群', memberCount: 86, isOpen: true },
      {
        chatId: 'wrExample2',
        name: '上海临港新片区锐行数控装备有限公司客户服务群',
        memberCount: 12,
        isOpen: false,
      },
    ],
    opensNewChats: true,
    newChatName: '五轴加工交流群',
    newChatNumber: 2,
    qrCodeUrl: code,
    state: 'done',
    wanted: 'save',
    failure: null,
    joinedCount: 132,
    insideCount: 118,
    createdBy: { memberId: 9, userId: 'zhouqiming', name: '周启明' },
    updatedAt: new Date(Date.now() - HOUR).toISOString(),
    ...change,
  };
}

const ways = [
  wayAt(3, {
    state: 'pending',
    qrCodeUrl: null,
    name: '官网页脚',
    channel: 'web',
    joinedCount: 0,
    insideCount: 0,
  }),
  wayAt(2, {
    ...{ state: 'failed', name: '一个名字特别长的入群码用来看看会不会把状态挤出去', channel: 'print' },
    failure: { errcode: 41045, message: 'contact way count over limit' },
  }),
  wayAt(1),
];

/** The ways into group chats. */
export const joinWayAnswers = [
  on(listJoinWays, (world) => {
    if (world.state === 'admin-ways-error') throw new MockFailure('server.unavailable');
    return { items: world.state === 'admin-ways-none' ? [] : ways };
  }),
  on(createJoinWay, (world) => {
    if (world.state === 'admin-ways-taken') throw new MockFailure('join_way.channel_taken');
    return { joinWay: wayAt(4, { state: 'pending' }) };
  }),
  on(updateJoinWay, () => ({ joinWay: wayAt(1, { state: 'pending' }) })),
  on(retryJoinWay, () => ({ joinWay: wayAt(2, { state: 'pending' }) })),
  on(deleteJoinWay, () => ({ joinWay: wayAt(1, { state: 'pending', wanted: 'delete' }) })),
];
