import {
  type ContactWay,
  createContactWay,
  deleteContactWay,
  getContactWay,
  listContactWays,
  retryContactWay,
  syncContactWays,
  updateContactWay,
} from '@guanxi/shared/contact-ways';
import { listDepartments } from '@guanxi/shared/departments';
import { listMembers } from '@guanxi/shared/members';
import { DAY } from '@guanxi/shared/time';
import { MockFailure, on, page } from '../mock-kit.ts';

const picture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/><path d="M3 3h8v8H3zM18 3h8v8h-8zM3 18h8v8H3zM14 14h3v3h-3zM20 15h2v6h-2zM15 20h3v2h-3z"/></svg>',
)}`;

function wayAt(index: number, more: Partial<ContactWay> = {}): ContactWay {
  return {
    ...{
      id: index + 1,
      name: `工博会展位 ${index + 1}`,
      channel: `gx_Ab3dE9f2Kq7Lm${index}`,
      isForeign: false,
    },
    ...{ kind: 'single', skipsVerification: true, departments: [], tags: [{ tagId: 't00', name: '工博会' }] },
    members: [{ memberId: 3, userId: 'ZhangSan', name: '张三' }],
    ...{ qrCodeUrl: picture, state: 'done', change: null, failure: null },
    counts: { added: 128 - index, lost: index, welcomes: { sent: 120, notSent: 6, unclear: 2 } },
    createdAt: new Date(Date.now() - index * DAY).toISOString(),
    ...more,
  };
}

const some = (): ContactWay[] => [
  wayAt(0, { name: '新品发布会', state: 'pending', change: 'create', qrCodeUrl: null }),
  wayAt(1, {
    ...{ name: '上海浦东新区某某精密机械制造有限公司展厅大门', kind: 'several' },
    members: ['张三', '欧阳娜娜', '李思', '王敏'].map((name, at) => ({ memberId: at, userId: name, name })),
    departments: [{ id: 2, name: '华东大区' }],
    ...{ state: 'failed', change: 'update', failure: { errcode: 41_054, message: 'user not activated' } },
  }),
  wayAt(2),
  wayAt(3, { name: '', channel: 'wb:20260801', isForeign: true, tags: [] }),
  wayAt(4, {
    name: '官网右下角',
    counts: { added: 0, lost: 0, welcomes: { sent: 0, notSent: 0, unclear: 0 } },
  }),
];

const lists: Record<string, () => ContactWay[]> = {
  'admin-ways-none': () => [],
  'admin-ways-many': () => Array.from({ length: 10_000 }, (_, index) => wayAt(index)),
};

const detailOf = (id: number) => {
  const way = some().find((one) => one.id === id) ?? wayAt(id - 1);
  const attachments = [
    {
      kind: 'link' as const,
      title: '2026 产品册',
      url: 'https://example.com/book',
      description: '',
      pictureFileId: null,
    },
  ];
  return { way, welcome: id === 3 ? { text: '%NICKNAME%，展位上见。', attachments } : null };
};

/** The contact ways in each state of their page. */
export const wayAnswers = [
  on(listContactWays, (world, { query }) => {
    if (world.state === 'admin-ways-error') throw new MockFailure('server.unavailable');
    const all = (lists[world.state] ?? some)().filter((way) => way.name.includes(query.search ?? ''));
    return { ...page(all, query), asOf: new Date().toISOString() };
  }),
  on(syncContactWays, () => ({})),
  on(getContactWay, (_world, { params }) => detailOf(Number(params.id))),
  on(createContactWay, (_world, { body }) => {
    if (body.name === '失败') throw new MockFailure('contact_way.member_not_usable');
    return {
      way: wayAt(900, { name: body.name, state: 'pending', change: 'create', qrCodeUrl: null }),
      welcome: null,
    };
  }),
  on(updateContactWay, (_world, { params }) => detailOf(Number(params.id))),
  on(retryContactWay, (_world, { params }) => detailOf(Number(params.id))),
  on(deleteContactWay, () => ({})),
  on(listDepartments, () => ({
    departments: ['恒锐自动化', '华东大区', '华南大区', '市场部'].map((name, index) => ({
      ...{ id: index + 1, parentId: index === 0 ? 0 : 1, name },
    })),
  })),
  on(listMembers, (_world, { query }) =>
    page(
      ['张三', '李思', '王敏', '欧阳娜娜'].map((name, index) => ({
        ...{ memberId: 10 + index, userId: `user${index}`, name, departments: ['华东大区'] },
        ...{ isFollowUser: true, leftAt: null },
      })),
      query,
    ),
  ),
];
