import type { Database, Db } from '../../db/data-source.ts';
import { syncRunsRepo } from './repository.ts';
import type { SyncRunRow } from './table.ts';

/** What a step changes of its run. */
export type RunChanges = Partial<Omit<SyncRunRow, 'id' | 'corpId' | 'checkpoint'>>;

/** Another worker moved the run on; what this one did is thrown away. */
export class RunTakenOver extends Error {
  override readonly name = 'RunTakenOver';
}

/**
 * Writes one step of a run with its checkpoint in one transaction: what the step wrote and counted is there exactly
 * when the run goes on behind it.
 *
 * @param run - as it was before the step
 * @returns the run behind it
 * @throws RunTakenOver when somebody else moved the run meanwhile
 */
export function storeStep(
  ctx: { readonly database: Pick<Database, 'transaction'> },
  run: SyncRunRow,
  write: (db: Db) => Promise<RunChanges>,
): Promise<SyncRunRow> {
  return ctx.database.transaction((db) => writeStep(db, run, write));
}

/** The same inside a transaction. */
export async function writeStep(
  db: Db,
  run: SyncRunRow,
  write: (db: Db) => Promise<RunChanges>,
): Promise<SyncRunRow> {
  const repo = syncRunsRepo(db, run.corpId);
  if (!(await repo.holdAt(run.id, run.checkpoint))) {
    throw new RunTakenOver(`Full sync ${run.id} was taken over`);
  }
  const changes = { ...(await write(db)), checkpoint: (run.checkpoint ?? 0) + 1 };
  await repo.update(run.id, changes);
  return { ...run, ...changes };
}
