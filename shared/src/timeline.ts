import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { FollowUp } from './follow-ups.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

/** Who did it: a member, the customer, or the platform when nobody is named. */
export const TimelineActor = z.object({
  kind: z.enum(['member', 'customer', 'platform']),
  /** Empty when the corp's install mode hides it. */
  name: z.string(),
  memberId: z.number().int().nullable(),
});
export type TimelineActor = z.output<typeof TimelineActor>;

const base = { id: z.number().int(), at: Instant, actor: TimelineActor };
const Person = z.object({ memberId: z.number().int(), name: z.string() });
const withMember = { ...base, member: Person };

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
  z.object({ kind: z.literal('handover_started'), ...withMember, to: Person }),
  z.object({
    kind: z.literal('handover_ended'),
    ...withMember,
    to: Person,
    outcome: z.enum(['done', 'refused', 'failed']),
  }),
  z.object({
    kind: z.literal('tags_changed'),
    ...withMember,
    added: z.array(z.string()),
    removed: z.array(z.string()),
  }),
  z.object({ kind: z.literal('remark_changed'), ...withMember, from: z.string(), to: z.string() }),
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
