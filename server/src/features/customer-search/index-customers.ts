import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { defineJob } from '../../queue/job.ts';
import { searchableRelationsBehind } from '../customers/searchable-relations.ts';
import { syncStanding } from '../sync/sync-standing.ts';
import { blindMark, blindPrefix } from './blind-tails.ts';
import { indexCustomersKind, indexStamp } from './index-kind.ts';
import { customerTermsRepo, hasBegun } from './repository.ts';
import { writeAllTerms } from './write-terms.ts';

/** What the job needs of the server. */
export interface IndexCustomersContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** Customers, and terms of an old key, that one transaction handles. */
const customersPerStep = 200;
const termsPerStep = 200;

/**
 * Writes what the customers of a company are found by: all of them when the first full sync has ended, or when the
 * search came to a company that was there, and all again after the rules or the newest key changed. Each step is a
 * short transaction that remembers where it stands, so a run that was cut off goes on; a finished index is left
 * alone. At the end, when no search needs them any more, the terms of older keys go.
 */
export const indexCustomersJob = defineJob<IndexCustomersContext, object>({
  ...indexCustomersKind,
  payload: z.object({}),
  maxAttempts: 10,
  async run(ctx, _payload, job) {
    const stamp = indexStamp(ctx.keyring);
    const state = await customerTermsRepo(ctx.database.read, job.corpId).findState();
    if (state?.stamp === stamp && state.finishedAt !== null) {
      return undefined;
    }
    if ((await syncStanding(ctx.database.read, job.corpId)) !== 'ended' && !hasBegun(state)) {
      // The end of the sync asks again.
      return undefined;
    }
    if (state?.stamp !== stamp) {
      await begin(ctx, job.corpId, stamp);
    }
    let last: number | null = state?.stamp === stamp ? state.lastCustomerId : 0;
    while (last !== null) {
      job.signal.throwIfAborted();
      last = await indexBehind(ctx, job.corpId, { stamp, after: last });
    }
    while (await removeOldKeys(ctx, job.corpId)) {
      job.signal.throwIfAborted();
    }
    return async (db) => {
      const repo = customerTermsRepo(db, job.corpId);
      const done = await repo.findState();
      await repo.saveState({ stamp, lastCustomerId: done?.lastCustomerId ?? 0, finishedAt: ctx.now() });
    };
  },
});

/** A transaction of its own: from its end on every change is written as it comes, so nothing is missed behind the job. */
function begin(ctx: IndexCustomersContext, corpId: number, stamp: string): Promise<void> {
  return ctx.database.transaction((db) =>
    customerTermsRepo(db, corpId).saveState({ stamp, lastCustomerId: 0, finishedAt: null }),
  );
}

/** @returns the last customer of the step; null when there was none left */
async function indexBehind(
  ctx: IndexCustomersContext,
  corpId: number,
  { stamp, after }: { stamp: string; after: number },
): Promise<number | null> {
  return ctx.database.transaction(async (db) => {
    const deps = { corpId, keyring: ctx.keyring };
    const { lastId, relations } = await searchableRelationsBehind(db, deps, after, customersPerStep);
    await writeAllTerms(db, deps, relations);
    await customerTermsRepo(db, corpId).saveState({
      stamp,
      lastCustomerId: lastId ?? after,
      finishedAt: null,
    });
    return lastId;
  });
}

async function removeOldKeys(ctx: IndexCustomersContext, corpId: number): Promise<boolean> {
  return ctx.database.transaction(async (db) => {
    const repo = customerTermsRepo(db, corpId);
    const terms = await repo.findOther(blindMark, blindPrefix(ctx.keyring.newestKeyId), termsPerStep);
    await repo.removeTerms(terms);
    return terms.length > 0;
  });
}
