import { DAY, HOUR } from '@guanxi/shared/time';
import type { CustomerRow, FollowRelationRow } from '../../src/features/customers/table.ts';
import type { FollowUpRow } from '../../src/features/follow-ups/table.ts';
import type { MemberRow } from '../../src/features/members/table.ts';
import type { RelationTagRow, TagGroupRow, TagRow } from '../../src/features/tags/table.ts';
import type { TimelineEntryRow } from '../../src/features/timeline/table.ts';

type New<Row> = Omit<Row, 'id'>;

/** A follow relation before it has an id. */
export interface Pair {
  /** Numbers of the customer and of the member in this world. */
  readonly number: number;
  readonly member: number;
  /** The member who was there first, and writes follow-ups. */
  readonly isOwner: boolean;
}

/** A relation whose ends are in the database. */
export interface WrittenPair extends Pair {
  readonly customerId: number;
  readonly memberId: number;
}

const secondFollowerEvery = 10;
const followedUpEvery = 3;
const tagsOfRelation = 3;
const tagGroups = 10;
const tagsOfGroup = 10;
const families = ['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '周', '吴'];
const givens = ['伟', '娜娜', '秀英', '建国', '晓彤', '俊杰', '敏', '静怡', '磊', '国栋', '芳', '雨桐'];
const remarks = ['老客户', '展会认识', '二期意向', '价格敏感', '朋友介绍'];
const startedAt = Date.now();

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

function instantOf(number: number): Date {
  return new Date(startedAt - DAY - ((number * 7_919) % (300 * DAY)));
}

/** A thousand customers a member in a small company, five thousand in a large one. */
export function membersOf(customers: number): number {
  return Math.max(10, Math.round(customers / 5_000));
}

export function memberRow(corpId: number, number: number): New<MemberRow> {
  return {
    corpId,
    userId: `member-${number}`,
    name: pick(families, number) + pick(givens, number),
    role: 'rep',
    departmentIds: [1],
    leadsDepartmentIds: [],
    isFollowUser: true,
    leftAt: null,
    searchText: null,
    outOfRangeAt: null,
    locale: null,
    syncedAt: new Date(startedAt),
  };
}

export function customerRow(corpId: number, number: number): New<CustomerRow> {
  return {
    corpId,
    externalUserId: `wmBench${String(number).padStart(25, '0')}`,
    name: pick(families, number) + pick(givens, Math.floor(number / 10)),
    avatar: `https://wx.qlogo.cn/mmhead/${String(number * 7_919).padStart(40, 'Q')}/0`,
    type: 'wechat',
    gender: number % 2 === 0 ? 'female' : 'male',
    corpName: null,
    position: null,
    // Loading takes longer than a reading stays fresh, and no card may ask the platform here.
    syncedAt: new Date(startedAt + HOUR),
    createdAt: instantOf(number),
  };
}

/** Who follows whom: one member each, and a second one now and then. */
export function relationPairs(members: number, numbers: readonly number[]): Pair[] {
  return numbers.flatMap((number) => {
    const owner = { number, member: number % members, isOwner: true };
    return number % secondFollowerEvery === 0
      ? [owner, { number, member: (number + 1) % members, isOwner: false }]
      : [owner];
  });
}

export function relationRow(corpId: number, pair: WrittenPair): New<FollowRelationRow> {
  const { number } = pair;
  const remark = number % 2 === 0 ? pick(remarks, number) + number : '';
  return {
    corpId,
    customerId: pair.customerId,
    memberId: pair.memberId,
    remark,
    description: '',
    remarkCompany: null,
    sealedMobiles: null,
    addWay: 1 + (number % 10),
    channel: number % 3 === 0 ? `channel-${number % 40}` : null,
    operUserId: `member-${pair.member}`,
    status: 'active',
    statusAt: instantOf(number),
    followedAt: instantOf(number),
    endedAt: null,
    personalTags: [],
    searchText: `wangwei|ww|${remark}`,
    seenRunId: 1,
    seenAt: null,
  };
}

export function tagGroupRows(corpId: number): New<TagGroupRow>[] {
  return Array.from({ length: tagGroups }, (_, group) => ({
    corpId,
    groupId: `group-${group}`,
    strategyId: null,
    name: `标签组 ${group}`,
    sortOrder: tagGroups - group,
    isDeleted: false,
    syncedAt: new Date(startedAt),
  }));
}

export function tagRows(corpId: number): New<TagRow>[] {
  return Array.from({ length: tagGroups * tagsOfGroup }, (_, tag) => ({
    corpId,
    tagId: `tag-${tag}`,
    groupId: `group-${tag % tagGroups}`,
    name: `标签 ${tag}`,
    sortOrder: tag,
    isDeleted: false,
  }));
}

export function relationTagRows(corpId: number, relationIds: readonly number[]): New<RelationTagRow>[] {
  return relationIds.flatMap((relationId) =>
    Array.from({ length: tagsOfRelation }, (_, index) => ({
      corpId,
      relationId,
      tagId: `tag-${(relationId * 7 + index * 31) % (tagGroups * tagsOfGroup)}`,
    })),
  );
}

/** The follow-up of every third relation, or nothing. */
export function followUpRow(corpId: number, pair: WrittenPair): New<FollowUpRow>[] {
  if (pair.number % followedUpEvery !== 0) {
    return [];
  }
  return [
    {
      corpId,
      customerId: pair.customerId,
      memberId: pair.memberId,
      method: 'phone',
      outcome: null,
      body: '电话沟通了二期的报价，客户希望下周看到方案，需要准备两个版本。',
      nextAt: pair.number % 2 === 0 ? new Date(startedAt + 3 * DAY) : null,
      requestKey: `bench-${pair.number}`,
      createdAt: new Date(instantOf(pair.number).getTime() + HOUR),
      editedAt: null,
      deletedAt: null,
    },
  ];
}

/** How the customer came, their first tags, and the follow-up where there is one. */
export function timelineRows(
  corpId: number,
  pair: WrittenPair,
  followUpId: number | null,
): New<TimelineEntryRow>[] {
  const at = instantOf(pair.number);
  const entry = (kind: string, delayMs: number, detail: object): New<TimelineEntryRow> => ({
    corpId,
    customerId: pair.customerId,
    at: new Date(at.getTime() + delayMs),
    kind,
    actorKind: 'member',
    actorMemberId: pair.memberId,
    memberId: pair.memberId,
    followUpId: null,
    detail,
    entryKey: `${kind}:${pair.number}`,
    hiddenAt: null,
  });
  const known = [
    entry('added', 0, { addWay: 1, channel: null, isReturn: false }),
    entry('tags_changed', HOUR / 2, { added: ['标签 1', '标签 2'], removed: [] }),
  ];
  return followUpId === null ? known : [...known, { ...entry('follow_up', HOUR, {}), followUpId }];
}
