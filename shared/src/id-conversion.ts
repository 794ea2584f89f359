import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { MemberRef } from './member-ref.ts';
import { Instant } from './time.ts';

/**
 * How far the history of a company's former app has come to this installation. `found`: an administrator has to
 * agree; `converting`: the platform is asked for the new ids; `stopped`: an upgrade of ids that would lose some waits
 * for an administrator, and nothing has changed; `moving`: the former app is replaced, its rows follow.
 */
export const IdConversionState = z.enum(['found', 'converting', 'stopped', 'moving', 'done', 'failed']);
export type IdConversionState = z.output<typeof IdConversionState>;

/** What has an id that the platform calls otherwise for another app. */
export const ConvertedKind = z.enum(['member', 'person', 'tag', 'tag_group', 'chat']);
export type ConvertedKind = z.output<typeof ConvertedKind>;

/**
 * Why an id was kept. `left`: who left is not asked for; `gone`: the platform does not know it, and does not show it
 * to the app any more; `refused`: this app may not ask; `unknown`: the platform named no other id; `not_asked`: too
 * many were unknown before, and the platform would have blocked the call.
 */
export const KeptReason = z.enum(['left', 'gone', 'refused', 'unknown', 'not_asked']);
export type KeptReason = z.output<typeof KeptReason>;

/** What a company's history is made of, as far as it is counted. */
export const HistoryPart = z.enum([
  'members',
  'customers',
  'relations',
  'follow_ups',
  'timeline',
  'tags',
  'group_chats',
  'contact_ways',
]);
export type HistoryPart = z.output<typeof HistoryPart>;

export const IdConversion = z.object({
  state: IdConversionState,
  /** The app whose history it is: a self-built one, or this one before its ids were upgraded. */
  former: z.object({ corpName: z.string(), wecomCorpId: z.string(), agentId: z.number().int() }),
  /**
   * How it is known to be the same company: by its corpid, by members both apps see, or because it is the same app,
   * whose ids were upgraded (账号 ID 升级).
   */
  proof: z.enum(['corpid', 'members', 'upgrade']),
  foundAt: Instant,
  /** What the former app still has: before the move, all that will come. */
  waiting: z.array(z.object({ part: HistoryPart, count: z.number().int() })),
  confirmedBy: MemberRef.nullable(),
  confirmedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** Rows that came, and rows that were here already and took over what only the former app knew. */
  moved: z.number().int(),
  merged: z.number().int(),
  ids: z.array(z.object({ kind: ConvertedKind, converted: z.number().int(), kept: z.number().int() })),
  /** Ids that are still those of the former app: the first hundred. */
  kept: z.array(z.object({ kind: ConvertedKind, id: z.string(), name: z.string(), reason: KeptReason })),
  /** Whether the company agreed that ids of customers are replaced (企业同意升级 ID). */
  consent: z.enum(['not_needed', 'missing', 'agreed']),
  /** Why it failed, in the platform's words; null otherwise. */
  failure: z.string().nullable(),
});
export type IdConversion = z.output<typeof IdConversion>;

/**
 * What a look for a former app came to; whether there is one of another company is nobody's business. `unclear`:
 * neither the provider nor the former app could say.
 */
export const FormerAppFinding = z.enum(['found', 'none', 'unclear']);
export type FormerAppFinding = z.output<typeof FormerAppFinding>;

const Known = z.object({ conversion: IdConversion.nullable() });

export const getIdConversion = defineRoute({
  method: 'GET',
  path: '/id-conversion',
  summary: 'The history of the company’s former self-built app: found, on its way, or here; null without one',
  access: 'admin',
  // `mayLook`: looking may find one.
  response: Known.extend({ mayLook: z.boolean() }),
});

export const findFormerApp = defineRoute({
  method: 'POST',
  path: '/id-conversion/find',
  summary: 'Look now whether the company had a self-built app here before',
  access: 'admin',
  response: Known.extend({ finding: FormerAppFinding }),
});

export const confirmIdConversion = defineRoute({
  method: 'POST',
  path: '/id-conversion/confirm',
  summary: 'Agree that the history of the former app comes here, or try again what failed or was kept',
  access: 'admin',
  errors: ['id_conversion.not_found', 'id_conversion.running'],
  response: Known,
});
