import {
  createGroupWelcome,
  deleteGroupWelcome,
  type GroupWelcome,
  listGroupWelcomes,
  retryGroupWelcome,
  updateGroupWelcome,
} from '@guanxi/shared/group-welcomes';
import { getMediaFile, uploadMediaFile } from '@guanxi/shared/media';
import { DAY } from '@guanxi/shared/time';
import {
  deleteWelcomeMessage,
  getWelcomeReport,
  listWelcomeMessages,
  saveWelcomeMessage,
  type WelcomeMessage,
} from '@guanxi/shared/welcome';
import { MockFailure, on, page } from '../mock-kit.ts';

const updatedAt = new Date(Date.now() - 2 * DAY).toISOString();
const messageOf = (id: number, more: Partial<WelcomeMessage> = {}): WelcomeMessage => ({
  ...{ id, scope: 'corp', target: null, updatedAt },
  content: { text: '%NICKNAME%，你好，我是恒锐自动化的销售工程师，选型和报价都可以问我。', attachments: [] },
  ...more,
});

const some = (): WelcomeMessage[] => [
  messageOf(1),
  messageOf(2, { scope: 'department', target: { id: 2, name: '华东大区' } }),
  messageOf(3, { scope: 'member', target: { id: 10, name: '上海浦东新区某某精密机械制造有限公司-李经理' } }),
];

const material = (id: number, more: Partial<GroupWelcome> = {}): GroupWelcome => ({
  ...{ id, state: 'done', change: null, failure: null, updatedAt },
  content: { text: '欢迎 %NICKNAME% 进群，群里有最新的选型手册。', attachments: [] },
  ...more,
});

/** The welcome messages in each state of their page. */
export const welcomeAnswers = [
  on(listWelcomeMessages, (world, { query }) => {
    if (world.state === 'admin-welcome-error') throw new MockFailure('server.unavailable');
    return page(world.state === 'admin-welcome-none' ? [] : some(), query);
  }),
  on(saveWelcomeMessage, (_world, { body }) => messageOf(9, { scope: body.scope, content: body.content })),
  on(deleteWelcomeMessage, () => ({})),
  on(listGroupWelcomes, (world) => ({
    items:
      world.state === 'admin-welcome-none'
        ? []
        : [
            material(3, { state: 'pending', change: 'create' }),
            material(2, { state: 'failed', change: 'create', failure: { errcode: null, message: '' } }),
            material(1),
          ],
  })),
  on(createGroupWelcome, (_world, { body }) => material(9, { content: body.content, state: 'pending' })),
  on(updateGroupWelcome, (_world, { body }) => material(1, { content: body.content, state: 'pending' })),
  on(retryGroupWelcome, () => material(2, { state: 'pending', change: 'create' })),
  on(deleteGroupWelcome, () => ({})),
  on(getWelcomeReport, (world) => ({
    counts:
      world.state === 'admin-welcome-none'
        ? { sent: 0, notSent: 0, unclear: 0 }
        : { sent: 1204, notSent: 17, unclear: 2 },
    reasons:
      world.state === 'admin-welcome-none'
        ? []
        : [
            { outcome: 'not_sent' as const, reason: 'other_app' as const, errcode: 41_096, count: 12 },
            { outcome: 'not_sent' as const, reason: 'late' as const, errcode: null, count: 5 },
            { outcome: 'unclear' as const, reason: 'no_answer' as const, errcode: null, count: 2 },
          ],
    ...{ from: new Date(Date.now() - 30 * DAY).toISOString(), asOf: new Date().toISOString() },
  })),
  on(getMediaFile, (_world, { params }) => ({
    ...{ id: Number(params.id), kind: 'image' as const, name: '名片.png', size: 2048, createdAt: updatedAt },
  })),
  on(uploadMediaFile, () => ({
    ...{ id: 77, kind: 'image' as const, name: '名片.png', size: 2048, createdAt: updatedAt },
  })),
];
