import { bool, id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A group of corp tags or strategy tags, as at the platform. */
export interface TagGroupRow {
  id: number;
  corpId: number;
  groupId: string;
  /** The strategy group (规则组) whose members alone use it; null for tags of the whole corp. */
  strategyId: string | null;
  name: string;
  /** Larger stands first. */
  sortOrder: number;
  isDeleted: boolean;
  syncedAt: Date;
}

export const tagGroupTable = defineTable<TagGroupRow>({
  name: 'tag_group',
  columns: {
    id: id(),
    corpId: ref(),
    groupId: text(64),
    strategyId: nullable(text(32)),
    name: text(128),
    sortOrder: ref(),
    isDeleted: bool(),
    syncedAt: instant(),
  },
  indexes: [{ name: 'tag_group_key', columns: ['corpId', 'groupId'], isUnique: true }],
  moves: { ids: { groupId: 'tag_group' } },
});

/** A strategy group (规则组) that owns tags, and who belongs to it. */
export interface TagStrategyRow {
  id: number;
  corpId: number;
  strategyId: string;
  userIds: string[];
  /** With everything below them. */
  departmentIds: number[];
  syncedAt: Date;
}

export const tagStrategyTable = defineTable<TagStrategyRow>({
  name: 'tag_strategy',
  columns: {
    id: id(),
    corpId: ref(),
    strategyId: text(32),
    userIds: json(),
    departmentIds: json(),
    syncedAt: instant(),
  },
  indexes: [{ name: 'tag_strategy_key', columns: ['corpId', 'strategyId'], isUnique: true }],
  // No provider's app is told of strategies.
  moves: 'stays',
});

/** A corp tag (企业标签) or strategy tag (规则组标签). A deleted one keeps its name for history. */
export interface TagRow {
  id: number;
  corpId: number;
  tagId: string;
  groupId: string;
  name: string;
  sortOrder: number;
  isDeleted: boolean;
}

export const tagTable = defineTable<TagRow>({
  name: 'tag',
  columns: {
    id: id(),
    corpId: ref(),
    tagId: text(64),
    groupId: text(64),
    name: text(128),
    sortOrder: ref(),
    isDeleted: bool(),
  },
  indexes: [{ name: 'tag_key', columns: ['corpId', 'tagId'], isUnique: true }],
  moves: { ids: { tagId: 'tag', groupId: 'tag_group' } },
});

/** A tag the platform has on a relation. Tags belong to the pair, not to the customer. */
export interface RelationTagRow {
  id: number;
  corpId: number;
  relationId: number;
  tagId: string;
}

export const relationTagTable = defineTable<RelationTagRow>({
  name: 'relation_tag',
  columns: { id: id(), corpId: ref(), relationId: ref(), tagId: text(64) },
  indexes: [{ name: 'relation_tag_key', columns: ['corpId', 'relationId', 'tagId'], isUnique: true }],
  moves: { rows: { relationId: 'follow_relation' }, ids: { tagId: 'tag' } },
});

/** A tag change on its way to the platform: the intent, until the platform has it. */
export interface TagChangeRow {
  id: number;
  corpId: number;
  relationId: number;
  tagId: string;
  /** `add` or `remove`. */
  wanted: string;
  /** `pending` or `failed`. */
  state: string;
  errcode: number | null;
  failure: string | null;
  attempts: number;
  /** The member who asked; 0 for a rule that an admin set. */
  requestedBy: number;
  requestedAt: Date;
}

export const tagChangeTable = defineTable<TagChangeRow>({
  name: 'tag_change',
  columns: {
    id: id(),
    corpId: ref(),
    relationId: ref(),
    tagId: text(64),
    wanted: text(8),
    state: text(8),
    errcode: nullable(int()),
    failure: nullable(longText()),
    attempts: int(),
    requestedBy: ref(),
    requestedAt: instant(),
  },
  indexes: [{ name: 'tag_change_key', columns: ['corpId', 'relationId', 'tagId'], isUnique: true }],
  moves: {
    rows: { relationId: 'follow_relation', requestedBy: 'member' },
    ids: { tagId: 'tag' },
  },
});
