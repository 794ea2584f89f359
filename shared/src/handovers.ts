import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { CustomerType } from './customers.ts';
import { Member } from './members.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

/** 在职继承: the giver still works here, the customer may refuse. 离职继承: the giver has left. */
export const HandoverKind = z.enum(['in_service', 'resigned']);
export type HandoverKind = z.output<typeof HandoverKind>;

/**
 * Where one customer or chat stands. `pending`: not yet asked of the platform. `waiting`: asked; the customer may
 * refuse, and takes part by doing nothing for a day.
 */
export const HandoverState = z.enum(['pending', 'waiting', 'done', 'refused', 'failed']);
export type HandoverState = z.output<typeof HandoverState>;

/** Why a handover did not happen. */
export const HandoverReason = z.enum([
  'refused_by_customer',
  'limit_reached',
  'running_already',
  'too_often',
  'no_relation',
  'unknown_customer',
  'not_resigned',
  'member_unusable',
  'not_permitted',
  'licence_missing',
  'chat_not_possible',
  'chat_daily_limit',
  'no_result',
  'unreachable',
  'rejected',
]);
export type HandoverReason = z.output<typeof HandoverReason>;

/** The longest word to the customer, in characters. */
export const handoverMessageMax = 200;
/** Customers that may be named one by one in a request; all of them, or all that a search finds, have no limit. */
export const handoverNamedMax = 1000;

const Person = z.object({ memberId: z.number().int(), userId: z.string(), name: z.string() });
const Counts = z.record(HandoverState, z.number().int());

/** One decision to hand over, with how far it has come. */
export const Handover = z.object({
  id: z.number().int(),
  kind: HandoverKind,
  from: Person,
  to: Person,
  by: Person,
  message: z.string().nullable(),
  withGroupChats: z.boolean(),
  createdAt: Instant,
  customers: Counts,
  chats: Counts,
  /** Failed ones that may be tried again. */
  retryable: z.number().int(),
});
export type Handover = z.output<typeof Handover>;

/** One customer or chat of a handover. */
export const HandoverItem = z.object({
  id: z.number().int(),
  kind: z.enum(['customer', 'chat']),
  /** Empty for a customer who was never read, and for a chat nobody named. */
  name: z.string(),
  externalUserId: z.string().nullable(),
  avatar: z.string().nullable(),
  state: HandoverState,
  reason: HandoverReason.nullable(),
  errcode: z.number().int().nullable(),
  /** While waiting: when it happens by itself. */
  dueAt: Instant.nullable(),
  settledAt: Instant.nullable(),
  canRetry: z.boolean(),
});
export type HandoverItem = z.output<typeof HandoverItem>;

/** A customer who can be chosen, or why not. */
export const HandoverCandidate = z.object({
  customerId: z.number().int(),
  externalUserId: z.string(),
  displayName: z.string(),
  avatar: z.string().nullable(),
  type: CustomerType,
  company: z.string().nullable(),
  /** `half`: has not been confirmed as a contact yet. */
  blocked: z.enum(['half', 'running', 'too_often']).nullable(),
});
export type HandoverCandidate = z.output<typeof HandoverCandidate>;

const ofHandover = z.object({ id: z.coerce.number().int().positive() });
const search = z.string().trim().max(40).default('');

export const listUnassigned = defineRoute({
  method: 'GET',
  path: '/unassigned-customers',
  summary: 'Members who left and how many customers wait for a handover, newest leavers first',
  access: 'manager',
  response: z.object({
    members: z.array(z.object({ member: Member, customers: z.number().int() })),
    /** When the platform was last asked; null before the first time. */
    readAt: Instant.nullable(),
    can: z.object({ inService: z.boolean(), resigned: z.boolean() }),
  }),
});

export const refreshUnassigned = defineRoute({
  method: 'POST',
  path: '/unassigned-customers/refresh',
  summary: 'Ask the platform again who waits for a handover',
  access: 'manager',
  response: z.object({}),
  errors: ['handover.not_permitted'],
});

export const listHandoverCandidates = defineRoute({
  method: 'GET',
  path: '/members/:memberId/handover-candidates',
  summary: "A member's customers to choose from for a handover",
  access: 'manager',
  params: z.object({ memberId: z.coerce.number().int().positive() }),
  query: PageQuery.extend({ search }),
  response: pageOf(HandoverCandidate),
  errors: ['member.not_found', 'request.invalid'],
});

export const createHandover = defineRoute({
  method: 'POST',
  path: '/handovers',
  summary: 'Hand customers of one member over to another; the platform follows in the background',
  access: 'manager',
  body: z.object({
    fromMemberId: z.number().int().positive(),
    toMemberId: z.number().int().positive(),
    customers: z.union([
      z.object({ all: z.literal(true), search }),
      z.object({ customerIds: z.array(z.number().int().positive()).max(handoverNamedMax) }),
    ]),
    withGroupChats: z.boolean().default(false),
    /** Said to the customers; only of a member in service. */
    message: z.string().trim().max(handoverMessageMax).default(''),
    /** The same key twice is one handover. */
    requestKey: z.string().min(8).max(64),
  }),
  response: Handover,
  errors: [
    'member.not_found',
    'handover.same_member',
    'handover.cannot_take_over',
    'handover.not_permitted',
    'handover.no_customers',
  ],
});

export const listHandovers = defineRoute({
  method: 'GET',
  path: '/handovers',
  summary: 'Handovers, newest first',
  access: 'manager',
  query: PageQuery,
  response: pageOf(Handover),
  errors: ['request.invalid'],
});

export const getHandover = defineRoute({
  method: 'GET',
  path: '/handovers/:id',
  summary: 'One handover',
  access: 'manager',
  params: ofHandover,
  response: Handover,
  errors: ['handover.not_found'],
});

export const listHandoverItems = defineRoute({
  method: 'GET',
  path: '/handovers/:id/items',
  summary: 'The customers and chats of a handover',
  access: 'manager',
  params: ofHandover,
  query: PageQuery.extend({ state: z.enum(['all', ...HandoverState.options]).default('all') }),
  response: pageOf(HandoverItem),
  errors: ['handover.not_found', 'request.invalid'],
});

export const retryHandover = defineRoute({
  method: 'POST',
  path: '/handovers/:id/retry',
  summary: 'Try again what failed and may be tried again',
  access: 'manager',
  params: ofHandover,
  response: Handover,
  errors: ['handover.not_found', 'handover.nothing_to_retry', 'handover.not_permitted'],
});
