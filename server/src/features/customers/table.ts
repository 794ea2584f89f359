import { bytes, id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';
import { mergeCustomer, mergeRelation } from './move-rules.ts';

/** A customer (客户, external contact): one person outside the company. */
export interface CustomerRow {
  id: number;
  corpId: number;
  externalUserId: string;
  /** Empty while only a half-add is known: the platform does not show such a person. */
  name: string;
  avatar: string | null;
  type: string;
  gender: string;
  /** The company a WeCom contact belongs to. */
  corpName: string | null;
  position: string | null;
  /** When the platform was last read for this customer. */
  syncedAt: Date;
  createdAt: Date;
}

export const customerTable = defineTable<CustomerRow>({
  name: 'customer',
  columns: {
    id: id(),
    corpId: ref(),
    externalUserId: text(64),
    name: text(128),
    avatar: nullable(longText()),
    type: text(8),
    gender: text(8),
    corpName: nullable(text(128)),
    position: nullable(text(128)),
    syncedAt: instant(),
    createdAt: instant(),
  },
  indexes: [{ name: 'customer_key', columns: ['corpId', 'externalUserId'], isUnique: true }],
  moves: { ids: { externalUserId: 'person' }, merge: mergeCustomer },
});

/** One member's relation to one customer (跟进人). It stays when it ends; history hangs on it. */
export interface FollowRelationRow {
  id: number;
  corpId: number;
  customerId: number;
  memberId: number;
  remark: string;
  description: string;
  remarkCompany: string | null;
  /** The remark phones, sealed; null when there are none or the install mode hides them. */
  sealedMobiles: Buffer | null;
  addWay: number;
  /** The channel mark (`state`) of the way the customer came. */
  channel: string | null;
  operUserId: string | null;
  /** See `RelationStatus` of the contract. */
  status: string;
  /** When what decided the status happened; an older event changes nothing. */
  statusAt: Date;
  followedAt: Date;
  endedAt: Date | null;
  /** The member's own tags, which have no id on the platform. */
  personalTags: { name: string; groupName: string }[];
  /** Lower-case name, remark, company, pinyin and initials, for search. */
  searchText: string;
  /** The last full sync that listed it; 0 before the first. */
  seenRunId: number;
  /** When the platform was last seen to list it; null until the first reading since this is kept. */
  seenAt: Date | null;
}

export const followRelationTable = defineTable<FollowRelationRow>({
  name: 'follow_relation',
  columns: {
    id: id(),
    corpId: ref(),
    customerId: ref(),
    memberId: ref(),
    remark: text(128),
    description: longText(),
    remarkCompany: nullable(text(128)),
    sealedMobiles: nullable(bytes()),
    addWay: int(),
    channel: nullable(text(128)),
    operUserId: nullable(text(64)),
    status: text(24),
    statusAt: instant(),
    followedAt: instant(),
    endedAt: nullable(instant()),
    personalTags: json(),
    searchText: text(500),
    seenRunId: ref(),
    seenAt: nullable(instant()),
  },
  indexes: [
    { name: 'follow_relation_key', columns: ['corpId', 'customerId', 'memberId'], isUnique: true },
    { name: 'follow_relation_channel', columns: ['corpId', 'channel', 'status'] },
    { name: 'follow_relation_member', columns: ['corpId', 'memberId', 'followedAt', 'id'] },
    { name: 'follow_relation_unseen', columns: ['corpId', 'memberId', 'status', 'seenRunId'] },
  ],
  moves: {
    rows: { customerId: 'customer', memberId: 'member' },
    ids: { operUserId: 'someone' },
    arrive: () => ({ seenRunId: 0 }),
    merge: mergeRelation,
  },
});
