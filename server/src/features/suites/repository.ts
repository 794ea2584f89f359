import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { suiteTable } from './table.ts';

/** What is kept of each suite. */
export function suitesRepo(db: Db) {
  return {
    async findTicket(suiteId: string): Promise<{ sealed: Buffer; at: Date } | null> {
      const row = await rowsOf(db, suiteTable).findOneBy({ suiteId });
      return row === null || row.sealedTicket === null || row.ticketAt === null
        ? null
        : { sealed: row.sealedTicket, at: row.ticketAt };
    },
    /** Keeps a ticket unless a newer one is there: pushes may overtake each other. */
    async saveTicket(suiteId: string, sealedTicket: Buffer, at: Date): Promise<void> {
      await bulkUpsert(db, suiteTable, [{ suiteId, sealedTicket: null, ticketAt: null }], {
        unique: ['suiteId'],
        update: [],
      });
      const dialect = dialectOf(db);
      await db.query(
        'UPDATE suite SET sealed_ticket = ?, ticket_at = ? WHERE suite_id = ? AND (ticket_at IS NULL OR ticket_at <= ?)',
        [sealedTicket, toSql(dialect, at), suiteId, toSql(dialect, at)],
      );
    },
  };
}
