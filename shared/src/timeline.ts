import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { FollowUp } from './follow-ups.ts';
import { GroupJoinScene, GroupLeaveReason } from './group-chats.ts';
import { MemberRef } from './member-ref.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';
import { WelcomeOutcome, WelcomeReason } from './welcome.ts';

/**
 * Who did it: a member, the customer, the platform when nobody is named, or Guanxi itself by a rule that an
 * admin set.
 */
export const TimelineActor = z.object({
  kind: z.enum(['member', 'customer', 'platform', 'system']),
  /** Empty when the corp's install mode hides it. */
  name: z.string(),
  memberId: z.number().int().nullable(),
  /** The member's platform id; empty for others. */
  userId: z.string(),
});
export type TimelineActor = z.output<typeof TimelineActor>;

const base = { id: z.number().int(), at: Instant, actor: TimelineActor };
/** The name is as it was then; empty for a chat nobody had named. */
const inGroup = { ...base, groupChat: z.object({ chatId: z.string(), name: z.string() }) };
const withMember = { ...base, member: MemberRef };

/** One entry of a customer's timeline. `member` is the member whose relation it concerns. */
export const TimelineEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('follow_up'), ...base, followUp: FollowUp }),
  z.object({
    kind: z.literal('added'),
    ...withMember,
    addWay: z.number().int(),
    channel: z.string().nullable(),
    /** The customer had been a contact of this member before. */
    isReturn: z.boolean(),
  }),
  z.object({ kind: z.literal('half_added'), ...withMember, channel: z.string().nullable() }),
  z.object({ kind: z.literal('deleted_by_customer'), ...withMember }),
  z.object({ kind: z.literal('deleted_by_member'), ...withMember }),
  z.object({ kind: z.literal('transferred_away'), ...withMember }),
  z.object({ kind: z.literal('relation_lost'), ...withMember }),
  /** `member` gives the customer away, `to` takes over. */
  z.object({ kind: z.literal('handover_started'), ...withMember, to: MemberRef }),
  z.object({
    kind: z.literal('handover_ended'),
    ...withMember,
    to: MemberRef,
    outcome: z.enum(['done', 'refused', 'failed']),
  }),
  z.object({
    kind: z.literal('tags_changed'),
    ...withMember,
    added: z.array(z.string()),
    removed: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('group_joined'),
    ...inGroup,
    scene: GroupJoinScene,
    channel: z.string().nullable(),
  }),
  z.object({ kind: z.literal('group_left'), ...inGroup, reason: GroupLeaveReason }),
  z.object({
    kind: z.literal('welcome'),
    ...withMember,
    outcome: WelcomeOutcome,
    reason: WelcomeReason.nullable(),
    errcode: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('remark_changed'), ...withMember, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('description_changed'), ...withMember, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('company_changed'), ...withMember, from: z.string(), to: z.string() }),
  z.object({
    kind: z.literal('mobiles_changed'),
    ...withMember,
    /** The last digits of each number. */
    added: z.array(z.string()),
    removed: z.array(z.string()),
  }),
]);
export type TimelineEntry = z.output<typeof TimelineEntry>;
export type TimelineKind = TimelineEntry['kind'];

export const TimelinePage = pageOf(TimelineEntry);
export type TimelinePage = z.output<typeof TimelinePage>;

export const listTimeline = defineRoute({
  method: 'GET',
  path: '/customers/:customerId/timeline',
  summary: 'What happened with a customer, newest first',
  params: z.object({ customerId: z.coerce.number().int().positive() }),
  query: PageQuery.extend({ only: z.enum(['all', 'follow_ups']).default('all') }),
  response: TimelinePage,
  errors: ['customer.not_found', 'request.invalid'],
});
