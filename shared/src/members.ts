import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

/** A member (员工) in a list to choose from. */
export const Member = z.object({
  memberId: z.number().int(),
  userId: z.string(),
  /** The userid where the install mode hides names. */
  name: z.string(),
  /** Names of the departments, in the order the platform gives them. */
  departments: z.array(z.string()),
  /** Configured for 客户联系, so that customers can be added and taken over. */
  isFollowUser: z.boolean(),
  /** When they left; null while they are here. */
  leftAt: Instant.nullable(),
});
export type Member = z.output<typeof Member>;

export const listMembers = defineRoute({
  method: 'GET',
  path: '/members',
  summary: 'Members whose customers the viewer may see; searched by name, userid or pinyin',
  withoutLicence: 'colleagues are no customers',
  query: PageQuery.extend({
    search: z.string().trim().max(40).default(''),
    who: z.enum(['here', 'left', 'all']).default('here'),
    /** `follow_users` leaves out whoever cannot have customers. */
    only: z.enum(['all', 'follow_users']).default('all'),
  }),
  response: pageOf(Member),
  errors: ['request.invalid'],
});
