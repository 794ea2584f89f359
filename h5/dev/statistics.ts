import { type ContactFigures, getCustomerContactStatistics } from '@guanxi/shared/statistics';
import { MINUTE } from '@guanxi/shared/time';
import { MockFailure, on } from './mock-kit.ts';

const figures = (n: number): ContactFigures => ({
  applied: n * 3,
  newContacts: n * 7,
  chats: n * 41,
  messages: n * 382,
  replyPercentage: n === 2 ? null : 91.4,
  averageReplyMinutes: n === 2 ? null : 3.5,
  lost: n,
  groupChats: { newChats: 1, newMembers: 12, chats: 4, members: 310 },
});
const names = ['陈国栋', '丁', '李思', '孙浩', '王敏', '张三', '阿卜杜热依木·艾合买提江-华南大客户经理'];

/** The numbers of members in each state of their page. */
export const statisticsAnswers = [
  on(getCustomerContactStatistics, (world, { query }) => {
    if (world.state === 'statistics-error') throw new MockFailure('server.unavailable');
    const isEmpty = world.state === 'statistics-none';
    return {
      from: query.from ?? '',
      to: query.to ?? '',
      asOf: isEmpty ? null : new Date(Date.now() - 220 * MINUTE).toISOString(),
      failure:
        world.state === 'statistics-partial'
          ? '3 × externalcontact/get_user_behavior_data: 60011 no privilege'
          : null,
      members: isEmpty
        ? []
        : names.map((name, index) => ({
            ...figures(index + 1),
            member: { memberId: index + 1, userId: `user${index}`, name },
          })),
      total: figures(isEmpty ? 0 : 28),
    };
  }),
];
