import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { MemberRef } from './member-ref.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

const count = z.number().int();

/**
 * Who asked for a full sync. `member`: one who installed for themselves; `change`: the visible range, a licence or a newcomer made it necessary; `nightly`: the
 * clock.
 */
export const SyncAsker = z.enum(['install', 'admin', 'member', 'nightly', 'change']);
export type SyncAsker = z.output<typeof SyncAsker>;

/** What a full sync is at, in this order. */
export const SyncStage = z.enum(['directory', 'customers', 'group_chats', 'losses']);
export type SyncStage = z.output<typeof SyncStage>;

/**
 * `asking`: the run would lose so many relations that an admin must say whether that is right; nothing was marked.
 * `unanswered`: the next run began before anybody said.
 */
export const SyncStatus = z.enum(['running', 'asking', 'unanswered', 'done', 'failed']);
export type SyncStatus = z.output<typeof SyncStatus>;

/** Why a member was skipped: no licence, outside the visible range, or refused by the platform. */
export const SyncSkipReason = z.enum(['unlicensed', 'out_of_range', 'refused']);
export type SyncSkipReason = z.output<typeof SyncSkipReason>;

/** One full sync: its progress while it runs, its report afterwards. */
export const SyncRun = z.object({
  id: count,
  status: SyncStatus,
  /** Null for runs from before this was kept. */
  askedBy: SyncAsker.nullable(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  /** What it is at; null once it ended. */
  stage: SyncStage.nullable(),
  membersTotal: count,
  membersDone: count,
  /** How much of the customers is read, from 0 to 100; an estimate as long as it runs. */
  percent: count,
  /** Estimated seconds until all customers are read; null before the pace says anything. */
  secondsLeft: count.nullable(),
  /** Customers and follow relations read so far. */
  customers: count,
  relations: count,
  newCustomers: count,
  /** Relations that are new here or came back, that show something else than before, and that were marked lost. */
  added: count,
  changed: count,
  lost: count,
  /** Who was skipped and why; `relations` are those we keep of them as they were. Empty until the end. */
  skipped: z.array(z.object({ reason: SyncSkipReason, members: count, relations: count })),
  members: z.object({ added: count, gone: count }),
  tags: z.object({ added: count, changed: count, removed: count }),
  /** The group chats; null before they were all listed, and when they could not be. */
  groupChats: z
    .object({
      total: count,
      lost: count,
      /** They exist, but the platform did not show them, for example for want of a licence. */
      skipped: count,
    })
    .nullable(),
  /** Why the group chats could not be listed, in the platform's words; null otherwise. */
  groupChatFailure: z.string().nullable(),
  /** Relations a complete listing did not show, of so many there were; null until they were counted. */
  unseen: z.object({ relations: count, of: count }).nullable(),
  /** Why it failed, in the platform's words; null otherwise. */
  failure: z.string().nullable(),
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
  withoutLicence: 'how far reading got says nothing of a customer',
  response: z.object({ run: SyncRun.nullable() }),
});

export const listSyncRuns = defineRoute({
  method: 'GET',
  path: '/sync-runs',
  summary: 'Past full syncs, newest first',
  access: 'admin',
  query: PageQuery,
  response: pageOf(SyncRun),
  errors: ['request.invalid'],
});

/** Whose relations a run would lose. */
export const SyncLosses = z.object({
  relations: count,
  /** The members with most of them, the most first. */
  members: z.array(z.object({ member: MemberRef, relations: count })),
  /** Members with such relations who are not listed. */
  otherMembers: count,
});
export type SyncLosses = z.output<typeof SyncLosses>;

const runParams = z.object({ runId: z.coerce.number().int().positive() });

export const getSyncLosses = defineRoute({
  method: 'GET',
  path: '/sync-runs/:runId/losses',
  summary: 'Whose relations the newest full sync would lose',
  access: 'admin',
  params: runParams,
  response: SyncLosses,
  errors: ['sync.not_found', 'sync.not_asking'],
});

export const confirmSyncLosses = defineRoute({
  method: 'POST',
  path: '/sync-runs/:runId/losses',
  summary: 'Let the newest full sync mark what it found lost',
  access: 'admin',
  params: runParams,
  response: z.object({ run: SyncRun }),
  errors: ['sync.not_found', 'sync.not_asking'],
});

/**
 * Where the viewer's own customers stand. `read`: they are here; `reading`: the sync under way will read them;
 * `unlicensed`, `refused`: the platform did not show them; `not_read`: no sync under way, and none read them.
 */
export const MySync = z.object({
  state: z.enum(['read', 'reading', 'unlicensed', 'refused', 'not_read']),
  membersTotal: count,
  membersDone: count,
  /** See `SyncRun`. */
  secondsLeft: count.nullable(),
});
export type MySync = z.output<typeof MySync>;

export const getMySync = defineRoute({
  method: 'GET',
  path: '/my-sync',
  summary: "Whether the viewer's own customers were read yet",
  withoutLicence: 'says why one’s own customers are missing',
  response: MySync,
});
