import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';
import { WelcomeContent, WelcomeCounts } from './welcome.ts';

/** The platform's limits of a contact way; see developer.work.weixin.qq.com/document/path/92228. */
export const wayLimits = {
  /** Characters of the name, which is the platform's remark. */
  name: 30,
  /** Members of one way, those of its departments counted. */
  members: 100,
  /** Ways of one corp, shared with the codes that lead into groups. */
  waysOfCorp: 500_000,
} as const;

/** What the platform must still do about a way. */
export const WayChange = z.enum(['create', 'update', 'delete']);
export type WayChange = z.output<typeof WayChange>;

/** Where a way stands: on its way to the platform, there, or refused. */
export const WayState = z.enum(['pending', 'done', 'failed']);
export type WayState = z.output<typeof WayState>;

/** Who came by a way, from the relations that carry its mark. */
export const WayCounts = z.object({
  /** Relations with this mark, whatever became of them. */
  added: z.number().int(),
  /** Of those: deleted by the customer or the member, or no longer listed. */
  lost: z.number().int(),
  welcomes: WelcomeCounts,
});
export type WayCounts = z.output<typeof WayCounts>;

/** A contact way (联系我, 渠道活码). */
export const ContactWay = z.object({
  id: z.number().int(),
  name: z.string(),
  /** The mark that comes back with the customer (`state`). */
  channel: z.string(),
  /** Made by another program: shown, never changed. */
  isForeign: z.boolean(),
  kind: z.enum(['single', 'several']),
  skipsVerification: z.boolean(),
  members: z.array(z.object({ memberId: z.number().int().nullable(), userId: z.string(), name: z.string() })),
  departments: z.array(z.object({ id: z.number().int(), name: z.string() })),
  tags: z.array(z.object({ tagId: z.string(), name: z.string() })),
  /** Address of the code's picture; null until the platform has made it. */
  qrCodeUrl: z.string().nullable(),
  state: WayState,
  change: WayChange.nullable(),
  failure: z.object({ errcode: z.number().int().nullable(), message: z.string() }).nullable(),
  counts: WayCounts,
  createdAt: Instant,
});
export type ContactWay = z.output<typeof ContactWay>;

const memberIds = z.array(z.number().int().positive()).max(wayLimits.members);

/** What an admin decides about a way. */
export const ContactWayInput = z
  .object({
    name: z
      .string()
      .trim()
      .min(1)
      .refine((text) => [...text].length <= wayLimits.name, `At most ${wayLimits.name} characters`),
    memberIds,
    departmentIds: z.array(z.number().int().positive()).max(wayLimits.members).default([]),
    tagIds: z.array(z.string().min(1).max(64)).max(20).default([]),
    skipsVerification: z.boolean(),
    /** The way's own welcome message; null takes the one that applies to the member. */
    welcome: WelcomeContent.nullable(),
  })
  .refine((way) => way.memberIds.length + way.departmentIds.length > 0, {
    path: ['memberIds'],
    message: 'A member or a department is needed',
  });
export type ContactWayInput = z.output<typeof ContactWayInput>;

/** One way with what only its form needs. */
export const ContactWayDetail = z.object({ way: ContactWay, welcome: WelcomeContent.nullable() });
export type ContactWayDetail = z.output<typeof ContactWayDetail>;

const ofWay = z.object({ id: z.coerce.number().int().positive() });
const inputErrors = [
  'contact_way.member_not_usable',
  'contact_way.department_not_found',
  'tag.not_found',
  'media.not_found',
] as const;

export const listContactWays = defineRoute({
  method: 'GET',
  path: '/contact-ways',
  summary: 'The contact ways, newest first; searched by name or pinyin',
  access: 'admin',
  query: PageQuery.extend({ search: z.string().trim().max(40).default('') }),
  response: pageOf(ContactWay).extend({ asOf: Instant }),
  errors: ['request.invalid'],
});

export const getContactWay = defineRoute({
  method: 'GET',
  path: '/contact-ways/:id',
  summary: 'One contact way with its welcome message',
  access: 'admin',
  params: ofWay,
  response: ContactWayDetail,
  errors: ['contact_way.not_found'],
});

export const createContactWay = defineRoute({
  method: 'POST',
  path: '/contact-ways',
  summary: 'Make a contact way; the platform follows in the background',
  access: 'admin',
  body: ContactWayInput.safeExtend({ requestKey: z.string().min(8).max(64) }),
  response: ContactWayDetail,
  errors: ['contact_way.not_permitted', 'contact_way.too_many', ...inputErrors],
});

export const updateContactWay = defineRoute({
  method: 'PUT',
  path: '/contact-ways/:id',
  summary: 'Change a contact way; the platform follows in the background',
  access: 'admin',
  params: ofWay,
  body: ContactWayInput,
  response: ContactWayDetail,
  errors: ['contact_way.not_found', 'contact_way.foreign', 'contact_way.kind_fixed', ...inputErrors],
});

export const deleteContactWay = defineRoute({
  method: 'DELETE',
  path: '/contact-ways/:id',
  summary: 'Delete a contact way; its code stops leading anywhere',
  access: 'admin',
  params: ofWay,
  response: z.object({}),
  errors: ['contact_way.not_found', 'contact_way.foreign'],
});

export const retryContactWay = defineRoute({
  method: 'POST',
  path: '/contact-ways/:id/retry',
  summary: 'Send a failed change of a contact way again',
  access: 'admin',
  params: ofWay,
  response: ContactWayDetail,
  errors: ['contact_way.not_found', 'contact_way.no_failure'],
});

export const syncContactWays = defineRoute({
  method: 'POST',
  path: '/contact-ways/sync',
  summary: 'Ask for a listing of the ways that the platform has, others included',
  access: 'admin',
  response: z.object({}),
});
