import type {
  CustomerCard,
  CustomerListItem,
  FollowRelation,
  RelationStatus,
} from '@guanxi/shared/customers';
import type { ErrorCode } from '@guanxi/shared/errors';
import type { FollowUp, SavedDraft } from '@guanxi/shared/follow-ups';
import type { Viewer } from '@guanxi/shared/session';
import type { CustomerTag, TagGroup } from '@guanxi/shared/tags';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import type { TimelineEntry } from '@guanxi/shared/timeline';
import {
  colleagueMobiles,
  emptyProfile,
  failedProfile,
  longProfile,
  pendingProfile,
  sampleProfile,
} from './profile.ts';

/** Everything the mocked server knows for one browser. */
export interface World {
  /** What `?state=` named; `admin-…` is an admin's world. */
  state: string;
  viewer: Viewer;
  card: CustomerCard;
  timeline: TimelineEntry[];
  groups: TagGroup[];
  customers: number;
  /** Answers the card route with this instead. */
  failure: { code: ErrorCode; errcode?: number } | null;
  /** Answers everything but the session with this, as when the server has gone. */
  isDown: boolean;
  delayMs: number;
}

export const viewer: Viewer = {
  memberId: 1,
  userId: 'zhangsan',
  name: '张三',
  role: 'rep',
  locale: 'zh-CN',
  corp: {
    wecomCorpId: 'ww1234567890abcdef',
    suiteId: null,
    agentId: 1000002,
    name: '锐行数控',
    timeZone: 'Asia/Shanghai',
    isByMembers: false,
    capabilities: {
      ...{ seesMemberNames: true, seesCustomerAvatars: true, seesRemarkMobiles: false },
      ...{ sendsWelcome: true, editsTags: true, makesContactWays: true, handsOver: true },
      ...{ handsOverResigned: true, readsStatistics: true, needsLicence: false },
    },
  },
};

const zhangsan = { memberId: 1, userId: 'zhangsan', name: '张三' };
const iso = (at: number) => new Date(at).toISOString();
const ago = (ms: number) => iso(Date.now() - ms);

const library: [string, string[]][] = [
  ['客户阶段', ['初次接触', '已寄样', '已报价', '合作中']],
  ['意向产品', ['五轴设备', '车铣复合', '刀具耗材', '自动化上下料']],
  ['来源', ['老客转介绍', '工博会', '官网咨询', '行业群']],
  ['合作方式', ['年度框架', '单次采购', '含维保']],
  ['区域', ['华东', '华南', '华北', '西南']],
  ['行业', ['汽车零部件', '模具', '航空', '医疗器械']],
];

export const groups: TagGroup[] = library.map(([name, tags], g) => ({
  groupId: `g${g}`,
  kind: g === 3 ? 'strategy' : 'corp',
  name,
  tags: tags.map((tag, i) => ({ tagId: `t${g}${i}`, name: tag })),
}));

function tag(tagId: string, change: Partial<CustomerTag> = {}): CustomerTag {
  const group = groups.find((candidate) => candidate.tags.some((one) => one.tagId === tagId));
  const name = group?.tags.find((one) => one.tagId === tagId)?.name ?? tagId;
  const groupName = group?.name ?? '';
  return { tagId, name, groupName, kind: 'corp', state: 'synced', change: null, failure: null, ...change };
}

const personalTag: CustomerTag = {
  ...tag('x'),
  tagId: null,
  name: '爱喝茶',
  groupName: '',
  kind: 'personal',
};
const ruleTag: CustomerTag = { ...tag('r1'), name: '大区直管', groupName: '大区规则组', kind: 'strategy' };

const busyTags: CustomerTag[] = [
  tag('t10'),
  tag('t40'),
  tag('t20'),
  tag('t21'),
  tag('t12'),
  tag('t02', { state: 'pending', change: 'add' }),
  tag('t30', {
    state: 'failed',
    change: 'add',
    failure: { errcode: 45009, message: '接口繁忙', attempts: 3 },
  }),
  tag('t51'),
  personalTag,
  ruleTag,
];

function followUp(id: number, at: number, parts: Partial<FollowUp> = {}): FollowUp {
  const isMine = (parts.author?.memberId ?? 1) === 1;
  const editableUntil = isMine && at + DAY > Date.now() ? iso(at + DAY) : null;
  return {
    id,
    customerId: 7,
    author: { memberId: 1, userId: 'zhangsan', name: '张三' },
    method: 'phone',
    outcome: null,
    text: '',
    nextAt: null,
    createdAt: iso(at),
    editedAt: null,
    editableUntil,
    ...parts,
  };
}

const member = { memberId: 1, userId: 'zhangsan', name: '张三' };
const platform = { kind: 'platform', name: '', memberId: null, userId: '' } as const;
const me = { kind: 'member', userId: 'zhangsan', name: '张三', memberId: 1 } as const;
const them = { kind: 'customer', name: '娜娜', memberId: null, userId: '' } as const;

function said(id: number, msAgo: number, parts: Partial<FollowUp>): TimelineEntry {
  const written = followUp(id, Date.now() - msAgo, parts);
  return {
    kind: 'follow_up',
    id: 1000 + id,
    at: written.createdAt,
    actor: { kind: 'member', ...written.author },
    followUp: written,
  };
}

function history(): TimelineEntry[] {
  const now = Date.now();
  return [
    {
      kind: 'tags_changed',
      id: 90,
      at: ago(9 * MINUTE),
      actor: me,
      member,
      added: ['五轴设备', '含维保'],
      removed: ['初次接触'],
    },
    said(12, 40 * MINUTE, {
      method: 'wechat',
      text: '发了第 3 版报价单和交期表。她说财务今天过会，让我下午再问一次。',
    }),
    said(11, 3 * DAY + 2 * HOUR, {
      outcome: 'awaiting_approval',
      text: '机型定了五轴，节拍对得上。差集团批钱，说好周末前有信；另一家出价低三万。',
      nextAt: iso(now + 2 * HOUR),
      editedAt: ago(3 * DAY),
    }),
    said(10, 8 * DAY + HOUR, {
      method: 'visit',
      outcome: 'interested',
      author: { memberId: 2, userId: 'lisi', name: '李思' },
      text: '和张三一起去看现场，三台老设备要换，优先换 2 号线。\n样件已带回，下周出检测报告。',
    }),
    {
      kind: 'remark_changed',
      id: 88,
      at: ago(10 * DAY),
      actor: me,
      member,
      from: '娜娜',
      to: '欧阳娜娜-采购总监(新)',
    },
    {
      kind: 'tags_changed',
      id: 87,
      at: ago(10 * DAY + HOUR),
      actor: platform,
      member,
      added: ['工博会', '华东'],
      removed: [],
    },
    {
      kind: 'added',
      id: 86,
      at: ago(67 * DAY),
      actor: them,
      member,
      addWay: 1,
      channel: '工博会展位',
      isReturn: false,
    },
  ];
}

function longHistory(): TimelineEntry[] {
  const older = Array.from({ length: 70 }, (_, i) =>
    said(200 + i, (12 + i * 2) * DAY, {
      method: (['phone', 'wechat', 'visit', 'meeting'] as const)[i % 4] ?? 'phone',
      text: `第 ${70 - i} 次联系，确认了交期和付款节点。`,
    }),
  );
  return [...history().slice(0, -1), ...older];
}

const relation: FollowRelation = {
  member: zhangsan,
  isMine: true,
  status: 'active',
  addedAt: ago(67 * DAY),
  endedAt: null,
  addWay: 1,
  channel: '工博会展位',
  addedBy: { kind: 'customer', name: '娜娜', userId: '' },
};

function colleague(memberId: number, name: string, parts: Partial<FollowRelation> = {}): FollowRelation {
  return {
    ...relation,
    member: { memberId, userId: `m${memberId}`, name },
    isMine: false,
    addedAt: ago(30 * DAY),
    addWay: 3,
    channel: null,
    ...parts,
  };
}

function defaultCard(): CustomerCard {
  return {
    customer: {
      id: 7,
      externalUserId: 'wmExample0001',
      displayName: '欧阳娜娜-采购总监(新)',
      name: '娜娜',
      avatar: null,
      type: 'wechat',
      gender: 'female',
      company: '上海临港新片区锐行数控装备有限公司',
      position: null,
      remark: '欧阳娜娜-采购总监(新)',
      description: null,
    },
    relation,
    others: [colleague(2, '李思')],
    tags: busyTags.filter((one) => one.state === 'synced'),
    profile: sampleProfile(),
    colleagueMobiles: [],
    nextStep: {
      followUpId: 11,
      at: iso(Date.now() + 2 * HOUR),
      text: '机型定了五轴，节拍对得上。差集团批钱，说好周末前有信；另一家出价低三万。',
      isOverdue: false,
    },
    draft: null,
    timeline: { items: [], nextCursor: null },
    syncedAt: ago(MINUTE),
    isStale: false,
    can: { writeFollowUp: true, changeTags: true, editProfile: true },
  };
}

const draft: SavedDraft = {
  method: 'phone',
  outcome: 'awaiting_approval',
  text: '只等老板签字，估计后天有准话。首付想再低一点，我去和财务商量',
  nextAt: null,
  savedAt: ago(2 * MINUTE),
};

/** The relation after it ended, and what is still possible then. */
function ended(status: RelationStatus, days = 10): Partial<CustomerCard> {
  return {
    relation: { ...relation, status, endedAt: ago(days * DAY) },
    can: { writeFollowUp: true, changeTags: false, editProfile: false },
    nextStep: null,
  };
}

const endedEntry = (kind: 'deleted_by_customer' | 'relation_lost' | 'deleted_by_member'): TimelineEntry => ({
  kind,
  id: 120,
  at: ago(10 * DAY),
  actor: kind === 'deleted_by_customer' ? them : kind === 'relation_lost' ? platform : me,
  member,
});

interface Change {
  card?: Partial<CustomerCard>;
  customer?: Partial<CustomerCard['customer']>;
  world?: Partial<World>;
}

const fails = (code: ErrorCode, errcode?: number): (() => Change) => {
  return () => ({ world: { failure: { code, ...(errcode !== undefined && { errcode }) } } });
};

/** Every state by name; `?state=` chooses one. */
export const states: Record<string, () => Change> = {
  default: () => ({}),
  tags: () => ({ card: { tags: busyTags } }),
  'notes-pending': () => ({ card: { profile: pendingProfile() } }),
  'notes-failed': () => ({ card: { profile: failedProfile() } }),
  draft: () => ({ card: { draft } }),
  overdue: () => ({
    card: {
      nextStep: { followUpId: 11, at: ago(2 * DAY), text: '说好周末前有信，问问集团那边', isOverdue: true },
    },
  }),
  empty: () => ({
    card: {
      relation: { ...relation, addedAt: ago(22 * MINUTE), channel: '官网咨询' },
      others: [],
      tags: [],
      profile: emptyProfile(),
      nextStep: null,
    },
    customer: {
      displayName: '晨光-小陈',
      name: '晨光-小陈',
      remark: null,
      company: null,
      externalUserId: 'wmNew',
    },
    world: {
      timeline: [
        {
          kind: 'added',
          id: 1,
          at: ago(22 * MINUTE),
          actor: { ...them, name: '晨光-小陈' },
          member,
          addWay: 1,
          channel: '官网咨询',
          isReturn: false,
        },
      ],
    },
  }),
  stale: () => ({ card: { isStale: true, syncedAt: ago(19 * MINUTE) } }),
  half: () => ({
    card: {
      relation: { ...relation, status: 'half', addWay: 2, channel: null, addedAt: ago(HOUR) },
      others: [],
      tags: [],
      nextStep: null,
      can: { writeFollowUp: true, changeTags: false, editProfile: false },
    },
    world: { timeline: [{ kind: 'half_added', id: 1, at: ago(HOUR), actor: them, member, channel: null }] },
  }),
  deleted: () => ({
    card: ended('deleted_by_customer'),
    world: { timeline: [endedEntry('deleted_by_customer'), ...history().slice(4)] },
  }),
  removed: () => ({
    card: ended('deleted_by_member'),
    world: { timeline: [endedEntry('deleted_by_member'), ...history().slice(4)] },
  }),
  transferred: () => ({ card: { ...ended('transferred'), others: [colleague(2, '李思')] } }),
  lost: () => ({
    card: ended('lost'),
    world: { timeline: [endedEntry('relation_lost'), ...history().slice(4)] },
  }),
  manager: () => ({
    card: {
      relation: null,
      profile: null,
      colleagueMobiles,
      can: { writeFollowUp: true, changeTags: false, editProfile: false },
      tags: [],
    },
  }),
  long: () => ({
    card: {
      others: [
        colleague(2, '李思'),
        colleague(3, '欧阳正华'),
        colleague(4, '王五', { status: 'transferred', endedAt: ago(DAY) }),
        colleague(5, '赵六'),
      ],
      profile: longProfile(),
      tags: [tag('t10', { name: '一个特别长的标签名字用来看看会不会被截断成两半' }), ...busyTags],
    },
    customer: {
      displayName: '上海浦东新区某某精密机械制造有限公司-李经理',
      name: 'Alexandra Constantinopoulos-Müller',
      company: '上海浦东新区某某精密机械制造（集团）股份有限公司临港分公司',
      position: '采购与供应链总监',
      description: '2025 年工博会认识，主要看五轴；老板姓周，偏好分期付款。\n不要在周一上午打电话。',
    },
  }),
  short: () => ({
    customer: { displayName: '李', name: '李', company: null, remark: null },
    card: { others: [], profile: emptyProfile() },
  }),
  wecom: () => ({
    customer: {
      type: 'wecom',
      company: '宁波港通物流有限公司',
      position: '物流经理',
      displayName: '赵敏',
      name: '赵敏',
    },
  }),
  history: () => ({ world: { timeline: longHistory() } }),
  slow: () => ({ world: { delayMs: 60_000 } }),
  down: () => ({ world: { isDown: true } }),
  'search-manager': () => ({ world: { customers: 10_000, viewer: { ...viewer, role: 'manager' } } }),
  many: () => ({ world: { customers: 10_000 } }),
  none: () => ({ world: { customers: 0 } }),
  syncing: () => ({ world: { customers: 0 } }),
  'syncing-first': () => ({ world: { customers: 0 } }),
  'syncing-partly': () => ({ world: { customers: 12 } }),
  'sync-unlicensed': () => ({ world: { customers: 0 } }),
  'sync-refused': () => ({ world: { customers: 0 } }),
  'sync-not-read': () => ({ world: { customers: 0 } }),
  'own-none-unlicensed': () => ({ world: { customers: 0 } }),
  'own-none-refused': () => ({ world: { customers: 0 } }),
  'own-none-not-read': () => ({ world: { customers: 0 } }),
  'no-tags': () => ({ card: { tags: [] }, world: { groups: [] } }),
  'no-relation': fails('customer.no_relation'),
  'not-found': fails('customer.not_found'),
  licence: fails('wecom.licence_missing', 701008),
  'not-permitted': fails('wecom.not_permitted', 48002),
  limited: fails('wecom.limited', 45009),
  unavailable: fails('wecom.unavailable'),
  misconfigured: fails('wecom.misconfigured', 60020),
  'outside-range': fails('session.outside_range'),
  unknown: fails('server.unknown'),
};

/** A fresh world in the named state. */
function viewerIn(state: string): Viewer {
  if (state.startsWith('admin')) {
    return { ...viewer, memberId: 9, userId: 'zhouqiming', name: '周启明', role: 'admin' };
  }
  return state.startsWith('own') ? { ...viewer, corp: { ...viewer.corp, isByMembers: true } } : viewer;
}

export function createWorld(state: string): World {
  const change = (states[state] ?? states.default)?.() ?? {};
  const base = defaultCard();
  return {
    state,
    viewer: viewerIn(state),
    timeline: history(),
    groups,
    customers: 300,
    failure: null,
    isDown: false,
    delayMs: 0,
    ...change.world,
    card: { ...base, ...change.card, customer: { ...base.customer, ...change.customer } },
  };
}

const surnames = [...'李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const givenNames = ['敏', '建国', '晓燕', '志强', '雨桐', '海涛', '思远', '佳怡', '文博', '丽'];
const companies = ['宁波港通物流', '昆山铭晟铝业', '苏州同创模具', '杭州明远医疗', null, '常州天合精工'];

/** The nth customer of the list, always the same. */
export function customerAt(index: number): CustomerListItem {
  const surname = surnames[(index * 7) % surnames.length] ?? '李';
  const given = givenNames[(index * 3) % givenNames.length] ?? '敏';
  const company = companies[index % companies.length] ?? null;
  const isFirst = index === 0;
  return {
    id: 7 + index,
    externalUserId: isFirst ? 'wmExample0001' : `wmExample${index}`,
    displayName: isFirst ? '欧阳娜娜-采购总监(新)' : `${surname}${given}`,
    avatar: null,
    type: index % 9 === 4 ? 'wecom' : 'wechat',
    company: isFirst ? '上海临港新片区锐行数控装备有限公司' : company,
    status: index % 11 === 5 ? 'deleted_by_customer' : 'active',
    addedAt: ago(index * 7 * HOUR + 9 * MINUTE),
  };
}
