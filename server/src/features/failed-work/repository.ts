import { type Db, dialectOf } from '../../db/data-source.ts';
import { incoming, onConflict, placeholders, toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { type UnhandledEventRow, unhandledEventTable } from './table.ts';

/** The kinds of events of one corp that nobody handles. */
export function unhandledEventsRepo(db: Db, corpId: number) {
  const dialect = dialectOf(db);
  return {
    /** The newest kinds first. */
    findAll(): Promise<UnhandledEventRow[]> {
      return rowsOf(db, unhandledEventTable).find({
        where: { corpId },
        order: { lastAt: 'DESC', id: 'DESC' },
      });
    },
    /** Counts events that came at `at`. */
    async add(counts: ReadonlyMap<string, number>, at: Date): Promise<void> {
      if (counts.size === 0) {
        return;
      }
      const rows = [...counts].toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
      await db.query(
        `INSERT INTO unhandled_event (corp_id, event_type, times, first_at, last_at)
         VALUES ${placeholders(rows.length, 5)}
         ${onConflict(dialect, ['corp_id', 'event_type'])}
           times = unhandled_event.times + ${incoming(dialect, 'times')},
           last_at = ${incoming(dialect, 'last_at')}`,
        rows.flatMap(([type, times]) => [corpId, type, times, at, at].map((value) => toSql(dialect, value))),
      );
    },
  };
}
