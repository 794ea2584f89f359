import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { MemberRef } from './member-ref.ts';
import { DAY, Instant } from './time.ts';

/** How the contact was made. */
export const FollowUpMethod = z.enum(['phone', 'wechat', 'visit', 'meeting']);
export type FollowUpMethod = z.output<typeof FollowUpMethod>;

/** What came of it. */
export const FollowUpOutcome = z.enum([
  'interested',
  'awaiting_approval',
  'price_change',
  'no_answer',
  'no_need',
]);
export type FollowUpOutcome = z.output<typeof FollowUpOutcome>;

/** The longest text of a follow-up, in characters. */
export const followUpTextMax = 1000;

/** How long its author may change or delete a follow-up, in milliseconds. */
export const followUpEditableMs = DAY;

const text = z.string().trim().min(1).max(followUpTextMax);

export const FollowUp = z.object({
  id: z.number().int(),
  customerId: z.number().int(),
  author: MemberRef,
  method: FollowUpMethod,
  outcome: FollowUpOutcome.nullable(),
  text: z.string(),
  /** When to follow up next; null when no date was set. */
  nextAt: Instant.nullable(),
  createdAt: Instant,
  /** When it was last changed; null while it is as first written. */
  editedAt: Instant.nullable(),
  /** Until when the viewer may change or delete it; null when they may not. */
  editableUntil: Instant.nullable(),
});
export type FollowUp = z.output<typeof FollowUp>;

export const FollowUpInput = z.object({
  method: FollowUpMethod,
  outcome: FollowUpOutcome.nullable().default(null),
  text,
  nextAt: Instant.nullable().default(null),
});
export type FollowUpInput = z.output<typeof FollowUpInput>;

/** A follow-up half written. It is kept on the server, so that it survives the panel. */
export const FollowUpDraft = z.object({
  method: FollowUpMethod.nullable(),
  outcome: FollowUpOutcome.nullable(),
  text: z.string().max(followUpTextMax),
  nextAt: Instant.nullable(),
});
export type FollowUpDraft = z.output<typeof FollowUpDraft>;

export const SavedDraft = FollowUpDraft.extend({ savedAt: Instant });
export type SavedDraft = z.output<typeof SavedDraft>;

const ofCustomer = z.object({ customerId: z.coerce.number().int().positive() });
const ofFollowUp = z.object({ id: z.coerce.number().int().positive() });

export const createFollowUp = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/follow-ups',
  summary: 'Write a follow-up',
  params: ofCustomer,
  body: FollowUpInput.extend({
    /** Chosen by the caller, so that a repeated request writes one follow-up. */
    requestKey: z.string().min(8).max(64),
  }),
  response: FollowUp,
  errors: ['customer.not_found', 'follow_up.next_in_past'],
});

export const updateFollowUp = defineRoute({
  method: 'PUT',
  path: '/follow-ups/:id',
  summary: 'Change a follow-up',
  params: ofFollowUp,
  body: FollowUpInput,
  response: FollowUp,
  errors: ['follow_up.not_found', 'follow_up.not_author', 'follow_up.locked', 'follow_up.next_in_past'],
});

export const deleteFollowUp = defineRoute({
  method: 'DELETE',
  path: '/follow-ups/:id',
  summary: 'Delete a follow-up',
  params: ofFollowUp,
  response: z.object({}),
  errors: ['follow_up.not_found', 'follow_up.not_author', 'follow_up.locked'],
});

export const restoreFollowUp = defineRoute({
  method: 'POST',
  path: '/follow-ups/:id/restore',
  summary: 'Bring a deleted follow-up back',
  params: ofFollowUp,
  response: FollowUp,
  errors: ['follow_up.not_found', 'follow_up.not_author', 'follow_up.locked'],
});

export const saveFollowUpDraft = defineRoute({
  method: 'PUT',
  path: '/customers/:customerId/follow-up-draft',
  summary: 'Keep a follow-up that is half written',
  params: ofCustomer,
  body: FollowUpDraft,
  response: SavedDraft,
  errors: ['customer.not_found'],
});

export const deleteFollowUpDraft = defineRoute({
  method: 'DELETE',
  path: '/customers/:customerId/follow-up-draft',
  summary: 'Drop the draft',
  params: ofCustomer,
  response: z.object({}),
  errors: ['customer.not_found'],
});
