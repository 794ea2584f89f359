import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';

/** One full sync: its progress while it runs, its report afterwards. */
export const SyncRun = z.object({
  id: z.number().int(),
  status: z.enum(['running', 'done', 'failed']),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  membersTotal: z.number().int(),
  membersDone: z.number().int(),
  customers: z.number().int(),
  relations: z.number().int(),
  lost: z.number().int(),
  /** The group chats; null before they were all listed, and when they could not be. */
  groupChats: z
    .object({
      total: z.number().int(),
      lost: z.number().int(),
      /** They exist, but the platform did not show them, for example for want of a licence. */
      skipped: z.number().int(),
    })
    .nullable(),
  /** Why the group chats could not be listed, in the platform's words; null otherwise. */
  groupChatFailure: z.string().nullable(),
  /** Why it failed, in the platform's words; null otherwise. */
  failure: z.string().nullable(),
  /** Members who were skipped because they have no licence. */
  unlicensedMembers: z.number().int(),
});
export type SyncRun = z.output<typeof SyncRun>;

export const startSyncRun = defineRoute({
  method: 'POST',
  path: '/sync-runs',
  summary: 'Ask for a full sync; while one waits or runs this asks for nothing more',
  access: 'admin',
  response: z.object({}),
});

export const getLatestSyncRun = defineRoute({
  method: 'GET',
  path: '/sync-runs/latest',
  summary: 'The newest full sync; null before the first',
  response: z.object({ run: SyncRun.nullable() }),
});
