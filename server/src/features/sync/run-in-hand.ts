import type { Database, Db } from '../../db/data-source.ts';
import { type RunChanges, writeStep } from './run-checkpoint.ts';
import type { SyncRunRow } from './table.ts';

/** A run of which several steps are written at a time, each in a transaction of its own. */
export interface RunInHand {
  /** As it stands behind the steps that were written. */
  at(): SyncRunRow;
  /**
   * Writes a step with its checkpoint in one transaction. What takes long goes side by side with other steps; moving
   * the run on behind it is done by one at a time.
   *
   * @param write - touches nothing that another step moves on, and may be run again after a deadlock
   * @param moveOn - what the step changes of the run as it is by then
   * @throws RunTakenOver when somebody else moved the run meanwhile
   */
  store<Written>(
    write: (db: Db) => Promise<Written>,
    moveOn: (db: Db, run: SyncRunRow, written: Written) => Promise<RunChanges>,
  ): Promise<void>;
  /** Changes that are stored together with the next step. */
  change(changesOf: (run: SyncRunRow) => Promise<RunChanges>): Promise<void>;
}

/** Takes a run in hand; nobody else in this process may move it until it is given back. */
export function takeInHand(
  ctx: { readonly database: Pick<Database, 'transaction'> },
  run: SyncRunRow,
): RunInHand {
  let at = run;
  const takeTurn = createTurns();
  return {
    at: () => at,
    async store(write, moveOn) {
      let endTurn: () => void = () => undefined;
      try {
        at = await ctx.database.transaction(async (db) => {
          // Of an attempt that the database undid.
          endTurn();
          const written = await write(db);
          endTurn = await takeTurn();
          return writeStep(db, at, () => moveOn(db, at, written));
        });
      } finally {
        endTurn();
      }
    },
    async change(changesOf) {
      const endTurn = await takeTurn();
      try {
        at = { ...at, ...(await changesOf(at)) };
      } finally {
        endTurn();
      }
    },
  };
}

/** One at a time, in the order they asked; each ends its turn itself. */
function createTurns(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    const turn = Promise.withResolvers<void>();
    last = turn.promise;
    await before;
    return () => turn.resolve();
  };
}
