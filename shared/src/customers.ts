import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { SavedDraft } from './follow-ups.ts';
import { MemberRef } from './member-ref.ts';
import { PageQuery, pageOf } from './paging.ts';
import { ColleagueMobiles, Profile } from './profile.ts';
import { CustomerTag } from './tags.ts';
import { Instant } from './time.ts';
import { TimelinePage } from './timeline.ts';

/** A WeChat user, or a member of another company's WeCom. */
export const CustomerType = z.enum(['wechat', 'wecom']);
export type CustomerType = z.output<typeof CustomerType>;

/**
 * Where a follow relation stands. `half`: the customer added the member, who has not confirmed.
 * The four endings stay distinct; `lost` is a relation that a complete listing no longer showed.
 */
export const RelationStatus = z.enum([
  'active',
  'half',
  'deleted_by_customer',
  'deleted_by_member',
  'transferred',
  'lost',
]);
export type RelationStatus = z.output<typeof RelationStatus>;

/** One member's relation to the customer. */
export const FollowRelation = z.object({
  member: MemberRef,
  isMine: z.boolean(),
  status: RelationStatus,
  addedAt: Instant,
  endedAt: Instant.nullable(),
  /** The platform's `add_way`; see developer.work.weixin.qq.com/document/path/92114. */
  addWay: z.number().int(),
  /** The way the customer came by: its name, or its mark (`state`) when it has none here; null without one. */
  channel: z.string().nullable(),
  /** Who made the first step. */
  addedBy: z.object({
    kind: z.enum(['customer', 'member', 'unknown']),
    name: z.string(),
    /** The member's platform id; empty for others. */
    userId: z.string(),
  }),
});
export type FollowRelation = z.output<typeof FollowRelation>;

export const Customer = z.object({
  id: z.number().int(),
  externalUserId: z.string(),
  /** The viewer's remark where there is one, otherwise the customer's own name. */
  displayName: z.string(),
  name: z.string(),
  avatar: z.string().nullable(),
  type: CustomerType,
  gender: z.enum(['unknown', 'male', 'female']),
  /** The remark company, or the company a WeCom contact belongs to. */
  company: z.string().nullable(),
  position: z.string().nullable(),
  remark: z.string().nullable(),
  description: z.string().nullable(),
});
export type Customer = z.output<typeof Customer>;

/** The sidebar's first view, whole. */
export const CustomerCard = z.object({
  customer: Customer,
  /** The viewer's own relation; null when they never had one (a manager looks on). */
  relation: FollowRelation.nullable(),
  /** Every other member's relation, current ones first. */
  others: z.array(FollowRelation),
  tags: z.array(CustomerTag),
  /** The viewer's own notes; null without a relation of their own. */
  profile: Profile.nullable(),
  /** Phones that colleagues in the viewer's scope noted; those without any are left out. */
  colleagueMobiles: z.array(ColleagueMobiles),
  /** The nearest planned follow-up that is not done yet. */
  nextStep: z
    .object({ followUpId: z.number().int(), at: Instant, text: z.string(), isOverdue: z.boolean() })
    .nullable(),
  draft: SavedDraft.nullable(),
  timeline: TimelinePage,
  /** When this customer was last read from the platform. */
  syncedAt: Instant,
  /** The platform could not be asked just now, so the card shows what was known at `syncedAt`. */
  isStale: z.boolean(),
  can: z.object({ writeFollowUp: z.boolean(), changeTags: z.boolean(), editProfile: z.boolean() }),
});
export type CustomerCard = z.output<typeof CustomerCard>;

const platformErrors = [
  'wecom.unavailable',
  'wecom.rejected',
  'wecom.limited',
  'wecom.misconfigured',
  'wecom.licence_missing',
  'wecom.not_permitted',
] as const;

export const getCustomerCard = defineRoute({
  method: 'GET',
  path: '/customer-card',
  summary: "The sidebar's first view of the customer in the open chat",
  query: z.object({ externalUserId: z.string().min(1).max(64) }),
  response: CustomerCard,
  errors: ['customer.not_found', 'customer.no_relation', ...platformErrors],
});

/** A row of the customer list. */
export const CustomerListItem = z.object({
  id: z.number().int(),
  externalUserId: z.string(),
  displayName: z.string(),
  avatar: z.string().nullable(),
  type: CustomerType,
  company: z.string().nullable(),
  status: RelationStatus,
  addedAt: Instant,
});
export type CustomerListItem = z.output<typeof CustomerListItem>;

export const listMyCustomers = defineRoute({
  method: 'GET',
  path: '/customers',
  summary: "The viewer's customers, newest first",
  query: PageQuery,
  response: pageOf(CustomerListItem),
  errors: ['request.invalid'],
});
