import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

/** The platform's limits of a welcome message; see developer.work.weixin.qq.com/document/path/92137. */
export const welcomeLimits = {
  textBytes: 4000,
  attachments: 9,
  linkTitleBytes: 128,
  linkDescriptionBytes: 512,
  urlBytes: 2048,
  miniprogramTitleBytes: 64,
} as const;

/** Stands for the customer's nickname; the same mark that the platform knows in group welcomes. */
export const nicknameMark = '%NICKNAME%';
/** Said where the nickname cannot be read in time. */
export const nicknameFallback = '朋友';

/** Length in UTF-8, as the platform counts these texts. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

const textOf = (maxBytes: number) =>
  z.string().refine((text) => byteLength(text) <= maxBytes, `At most ${maxBytes} bytes`);
const fileId = z.number().int().positive();
const webAddress = textOf(welcomeLimits.urlBytes).refine(
  (text) => /^https?:\/\/\S+$/.test(text),
  'No address',
);

/** What goes out beside the text. Files are ours; the platform's ids are made when they are needed. */
export const WelcomeAttachment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), fileId }),
  z.object({
    kind: z.literal('link'),
    title: textOf(welcomeLimits.linkTitleBytes).min(1),
    url: webAddress,
    description: textOf(welcomeLimits.linkDescriptionBytes).default(''),
    pictureFileId: fileId.nullable().default(null),
  }),
  z.object({
    kind: z.literal('miniprogram'),
    title: textOf(welcomeLimits.miniprogramTitleBytes).min(1),
    coverFileId: fileId,
    appId: z.string().trim().min(1).max(64),
    page: textOf(welcomeLimits.urlBytes).min(1),
  }),
  z.object({ kind: z.enum(['video', 'file']), fileId }),
]);
export type WelcomeAttachment = z.output<typeof WelcomeAttachment>;

/** What a new customer is greeted with: a text, attachments, or both. */
export const WelcomeContent = z
  .object({
    text: textOf(welcomeLimits.textBytes),
    attachments: z.array(WelcomeAttachment).max(welcomeLimits.attachments).default([]),
  })
  .refine((content) => content.text.trim() !== '' || content.attachments.length > 0, {
    path: ['text'],
    message: 'A text or an attachment is needed',
  });
export type WelcomeContent = z.output<typeof WelcomeContent>;

/** For whom a message is: everybody, a department with what is below it, or one member. */
export const WelcomeScope = z.enum(['corp', 'department', 'member']);
export type WelcomeScope = z.output<typeof WelcomeScope>;

/** Where a sent message came from; the contact way's own one goes before all others. */
export const WelcomeSource = z.enum(['way', 'member', 'department', 'corp']);
export type WelcomeSource = z.output<typeof WelcomeSource>;

export const WelcomeMessage = z.object({
  id: z.number().int(),
  scope: WelcomeScope,
  /** The member's or department's name and number; null for the company. */
  target: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  content: WelcomeContent,
  updatedAt: Instant,
});
export type WelcomeMessage = z.output<typeof WelcomeMessage>;

/** What became of a welcome. `unclear`: the platform gave no answer, so nobody knows. */
export const WelcomeOutcome = z.enum(['sent', 'not_sent', 'unclear']);
export type WelcomeOutcome = z.output<typeof WelcomeOutcome>;

/** Why a welcome was not sent, or is unclear, or went out incomplete. */
export const WelcomeReason = z.enum([
  'late',
  'expired',
  'already_welcomed',
  'other_app',
  'archive_not_agreed',
  'not_permitted',
  'limited',
  'rejected',
  'no_answer',
  'interrupted',
  'without_attachments',
]);
export type WelcomeReason = z.output<typeof WelcomeReason>;

/** How many of each outcome. */
export const WelcomeCounts = z.object({
  sent: z.number().int(),
  notSent: z.number().int(),
  unclear: z.number().int(),
});
export type WelcomeCounts = z.output<typeof WelcomeCounts>;

export const listWelcomeMessages = defineRoute({
  method: 'GET',
  path: '/welcome-messages',
  summary: 'The messages of the company, of departments and of members, the oldest first',
  access: 'admin',
  query: PageQuery,
  response: pageOf(WelcomeMessage),
  errors: ['request.invalid'],
});

export const saveWelcomeMessage = defineRoute({
  method: 'PUT',
  path: '/welcome-messages',
  summary: 'Set the message of the company, of a department or of a member',
  access: 'admin',
  body: z.object({
    scope: WelcomeScope,
    /** The department's number at the platform, or our number of the member; 0 for the company. */
    targetId: z.number().int().min(0),
    content: WelcomeContent,
  }),
  response: WelcomeMessage,
  errors: ['welcome.target_not_found', 'media.not_found'],
});

export const deleteWelcomeMessage = defineRoute({
  method: 'DELETE',
  path: '/welcome-messages/:id',
  summary: 'Take a message away; the next wider one applies',
  access: 'admin',
  params: z.object({ id: z.coerce.number().int().positive() }),
  response: z.object({}),
  errors: ['welcome.not_found'],
});

export const getWelcomeReport = defineRoute({
  method: 'GET',
  path: '/welcome-report',
  summary: 'What became of the welcomes of the last 30 days, by reason',
  access: 'admin',
  response: z.object({
    counts: WelcomeCounts,
    reasons: z.array(
      z.object({
        outcome: WelcomeOutcome,
        reason: WelcomeReason,
        errcode: z.number().int().nullable(),
        count: z.number().int(),
      }),
    ),
    from: Instant,
    asOf: Instant,
  }),
});
