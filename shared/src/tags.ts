import { z } from 'zod';
import { defineRoute } from './contract.ts';

/** 企业标签 made for the corp, 规则组标签 of a strategy group, or a member's own (read-only for us). */
export const TagKind = z.enum(['corp', 'strategy', 'personal']);
export type TagKind = z.output<typeof TagKind>;

/** Where a change stands on its way to the platform. `synced` means both sides agree. */
export const TagState = z.enum(['synced', 'pending', 'failed']);
export type TagState = z.output<typeof TagState>;

/** A tag on one customer, by one member, as the viewer should see it. */
export const CustomerTag = z.object({
  /** The platform's tag id; null for a personal tag, which has none. */
  tagId: z.string().nullable(),
  name: z.string(),
  groupName: z.string(),
  kind: TagKind,
  state: TagState,
  /** What is wanted while it is pending or failed; null when synced. */
  change: z.enum(['add', 'remove']).nullable(),
  /** Why a change failed, and whether a retry can help. */
  failure: z
    .object({ errcode: z.number().int().nullable(), message: z.string(), attempts: z.number().int() })
    .nullable(),
});
export type CustomerTag = z.output<typeof CustomerTag>;

export const TagGroup = z.object({
  groupId: z.string(),
  name: z.string(),
  /** Of the whole company, or of a strategy group the viewer belongs to. */
  kind: TagKind.exclude(['personal']),
  tags: z.array(z.object({ tagId: z.string(), name: z.string() })),
});
export type TagGroup = z.output<typeof TagGroup>;

const ofCustomer = z.object({ customerId: z.coerce.number().int().positive() });
const tagIds = z.array(z.string().min(1).max(64)).max(100);
const CustomerTags = z.object({ tags: z.array(CustomerTag) });

export const listTagGroups = defineRoute({
  method: 'GET',
  path: '/tag-groups',
  summary: 'The tags the viewer may use, grouped and ordered as on the platform',
  withoutLicence: 'the company’s tags by themselves say nothing of a customer',
  response: z.object({ groups: z.array(TagGroup), syncedAt: z.iso.datetime().nullable() }),
});

export const listCustomerTags = defineRoute({
  method: 'GET',
  path: '/customers/:customerId/tags',
  summary: "The viewer's tags on a customer, with what is still on its way",
  params: ofCustomer,
  response: CustomerTags,
  errors: ['customer.not_found'],
});

export const changeCustomerTags = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/tags',
  summary: 'Add and remove tags; the platform follows in the background',
  params: ofCustomer,
  body: z.object({ add: tagIds.default([]), remove: tagIds.default([]) }),
  response: CustomerTags,
  errors: ['customer.not_found', 'tag.not_found', 'tag.no_relation'],
});

export const retryTagChanges = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/tags/retry',
  summary: 'Send failed tag changes again',
  params: ofCustomer,
  body: z.object({ tagIds }),
  response: CustomerTags,
  errors: ['customer.not_found', 'tag.no_relation', 'tag.no_change'],
});

export const undoTagChanges = defineRoute({
  method: 'POST',
  path: '/customers/:customerId/tags/undo',
  summary: 'Give up failed tag changes',
  params: ofCustomer,
  body: z.object({ tagIds }),
  response: CustomerTags,
  errors: ['customer.not_found', 'tag.no_change'],
});
