import { z } from 'zod';
import { WayChange, WayState } from './contact-ways.ts';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';
import { byteLength, WelcomeContent } from './welcome.ts';

/** The platform's limits of a group welcome; see developer.work.weixin.qq.com/document/path/92366. */
export const groupWelcomeLimits = { textBytes: 3000, attachments: 1, ofCorp: 100 } as const;

/** A text with at most one attachment. */
export const GroupWelcomeContent = WelcomeContent.refine(
  (content) => byteLength(content.text) <= groupWelcomeLimits.textBytes,
  { path: ['text'], message: `At most ${groupWelcomeLimits.textBytes} bytes` },
).refine((content) => content.attachments.length <= groupWelcomeLimits.attachments, {
  path: ['attachments'],
  message: 'At most one attachment',
});

/** Material that owners of customer groups choose as their welcome (入群欢迎语素材). */
export const GroupWelcome = z.object({
  id: z.number().int(),
  content: WelcomeContent,
  state: WayState,
  change: WayChange.nullable(),
  /** `errcode` is null when the platform gave no answer. */
  failure: z.object({ errcode: z.number().int().nullable(), message: z.string() }).nullable(),
  updatedAt: Instant,
});
export type GroupWelcome = z.output<typeof GroupWelcome>;

const ofWelcome = z.object({ id: z.coerce.number().int().positive() });

export const listGroupWelcomes = defineRoute({
  method: 'GET',
  path: '/group-welcomes',
  summary: 'The welcome material for groups, newest first; a company has 100 at most',
  access: 'admin',
  response: z.object({ items: z.array(GroupWelcome) }),
});

export const createGroupWelcome = defineRoute({
  method: 'POST',
  path: '/group-welcomes',
  summary: 'Make welcome material for groups; the platform follows in the background',
  access: 'admin',
  body: z.object({
    content: GroupWelcomeContent,
    /** Tells the owners of groups that there is new material. */
    notifiesOwners: z.boolean(),
    requestKey: z.string().min(8).max(64),
  }),
  response: GroupWelcome,
  errors: ['group_welcome.too_many', 'media.not_found'],
});

export const updateGroupWelcome = defineRoute({
  method: 'PUT',
  path: '/group-welcomes/:id',
  summary: 'Change welcome material for groups',
  access: 'admin',
  params: ofWelcome,
  body: z.object({ content: GroupWelcomeContent }),
  response: GroupWelcome,
  errors: ['group_welcome.not_found', 'media.not_found'],
});

export const retryGroupWelcome = defineRoute({
  method: 'POST',
  path: '/group-welcomes/:id/retry',
  summary: 'Send a failed change of welcome material again',
  access: 'admin',
  params: ofWelcome,
  response: GroupWelcome,
  errors: ['group_welcome.not_found', 'group_welcome.no_failure'],
});

export const deleteGroupWelcome = defineRoute({
  method: 'DELETE',
  path: '/group-welcomes/:id',
  summary: 'Delete welcome material for groups',
  access: 'admin',
  params: ofWelcome,
  response: z.object({}),
  errors: ['group_welcome.not_found'],
});
