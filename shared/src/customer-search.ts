import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { CustomerType, RelationStatus } from './customers.ts';
import { MemberRef } from './member-ref.ts';
import { PageQuery, pageOf } from './paging.ts';

/** A part of a text: positions of UTF-16 units, the end not included. */
export const MatchRange = z.object({ start: z.number().int(), end: z.number().int() });
export type MatchRange = z.output<typeof MatchRange>;

/** What of a customer was found. A phone is only said to match, so it has no ranges. */
export const CustomerMatch = z.object({
  field: z.enum(['name', 'remark', 'company', 'mobile']),
  ranges: z.array(MatchRange),
});
export type CustomerMatch = z.output<typeof CustomerMatch>;

/** A customer that a search found. */
export const CustomerHit = z.object({
  id: z.number().int(),
  externalUserId: z.string(),
  /** The customer's own name. */
  name: z.string(),
  /** The remark of the member through whose relation the customer was found. */
  remark: z.string().nullable(),
  avatar: z.string().nullable(),
  type: CustomerType,
  company: z.string().nullable(),
  matches: z.array(CustomerMatch),
  /** The members of the searched scope who follow the customer; the one through whom they were found comes first. */
  followers: z.array(z.object({ member: MemberRef, status: RelationStatus })),
});
export type CustomerHit = z.output<typeof CustomerHit>;

/**
 * A page of hits, in the order of the text that was found: what is exactly as typed comes first. A search that had to
 * pass over very many others may give a page that is not full, or empty, and still go on.
 */
export const CustomerHitPage = pageOf(CustomerHit).extend({
  /** False while the index is being written: customers may be missing. */
  isIndexComplete: z.boolean(),
});
export type CustomerHitPage = z.output<typeof CustomerHitPage>;

/** The text is in the body: a part of a phone or a name has no place in an address, which servers on the way log. */
export const searchCustomers = defineRoute({
  method: 'POST',
  path: '/customer-search',
  summary:
    'Customers by name, remark, company, pinyin, initials or the last digits of a phone: own ones, or those of everybody the viewer may see',
  body: PageQuery.extend({
    search: z.string().trim().min(1).max(40),
    who: z.enum(['mine', 'scope']).default('scope'),
  }),
  response: CustomerHitPage,
  errors: ['request.invalid'],
});
