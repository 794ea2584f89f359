import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate, placeholders, toSql } from '../../db/dialect.ts';
import { pagesOf } from '../../db/pages.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRows } from '../../db/select.ts';
import {
  type WelcomeMessageRow,
  type WelcomeSendRow,
  welcomeMessageTable,
  welcomeSendTable,
} from './table.ts';

/** How often an outcome came, by what else is asked for. */
export interface WelcomeCountRow {
  readonly wayId: number | null;
  readonly state: string;
  readonly reason: string | null;
  readonly errcode: number | null;
  readonly count: number;
}

/** The welcome messages of one corp, and what became of each that was due. */
export function welcomeRepo(db: Db, corpId: number) {
  const messages = rowsOf(db, welcomeMessageTable);
  return {
    findMessage(scope: string, targetId: number): Promise<WelcomeMessageRow | null> {
      return selectRow(db, welcomeMessageTable, 'WHERE corp_id = ? AND scope = ? AND target_id = ?', [
        corpId,
        scope,
        targetId,
      ]);
    },
    findMessageById(id: number): Promise<WelcomeMessageRow | null> {
      return messages.findOneBy({ corpId, id });
    },
    /** Every message that may apply to one arrival, in one statement: the customer waits for it. */
    findCandidates(targets: { wayId: number; memberId: number; departmentIds: readonly number[] }) {
      const departments = targets.departmentIds.length === 0 ? [0] : targets.departmentIds;
      return selectRows(
        db,
        welcomeMessageTable,
        `WHERE corp_id = ? AND ((scope = 'corp' AND target_id = 0) OR (scope = 'way' AND target_id = ?)
           OR (scope = 'member' AND target_id = ?)
           OR (scope = 'department' AND target_id IN (${departments.map(() => '?').join(', ')})))`,
        [corpId, targets.wayId, targets.memberId, ...departments],
      );
    },
    /** Messages of the company, departments and members, in the order they were first written. */
    findPage(after: number, limit: number): Promise<WelcomeMessageRow[]> {
      return selectRows(
        db,
        welcomeMessageTable,
        `WHERE corp_id = ? AND scope <> 'way' AND id > ? ORDER BY id LIMIT ${limit}`,
        [corpId, after],
      );
    },
    /** What messages of every scope hold, in the order they were first written. */
    contentPages(limit: number): AsyncGenerator<Pick<WelcomeMessageRow, 'id' | 'content'>[]> {
      return pagesOf(
        (after) =>
          selectRows(db, welcomeMessageTable, `WHERE corp_id = ? AND id > ? ORDER BY id LIMIT ${limit}`, [
            corpId,
            after,
          ]),
        { limit, idOf: (row) => row.id },
      );
    },
    async saveMessage(row: Omit<WelcomeMessageRow, 'id' | 'corpId'>): Promise<void> {
      await bulkUpsert(db, welcomeMessageTable, [{ ...row, corpId }], {
        unique: ['corpId', 'scope', 'targetId'],
        update: ['content', 'updatedBy', 'updatedAt'],
      });
    },
    async deleteMessage(scope: string, targetId: number): Promise<void> {
      await messages.delete({ corpId, scope, targetId });
    },
    /** The send of a code, locked until the transaction ends. */
    async lockSend(codeDigest: Buffer): Promise<WelcomeSendRow | null> {
      const [row] = await selectRows(
        db,
        welcomeSendTable,
        `WHERE corp_id = ? AND code_digest = ? ${forUpdate(dialectOf(db))}`,
        [corpId, codeDigest],
      );
      return row ?? null;
    },
    async insertSend(row: Omit<WelcomeSendRow, 'id' | 'corpId'>): Promise<number> {
      const result = await rowsOf(db, welcomeSendTable).insert({ ...row, corpId });
      return Number(result.identifiers[0]?.id);
    },
    async updateSend(id: number, changes: Partial<Omit<WelcomeSendRow, 'id' | 'corpId'>>): Promise<void> {
      await rowsOf(db, welcomeSendTable).update({ corpId, id }, changes);
    },
    /** Welcomes of some customers, locked: one that is being settled is waited for. */
    lockSendsTo(externalUserIds: readonly string[]): Promise<WelcomeSendRow[]> {
      return selectRows(
        db,
        welcomeSendTable,
        `WHERE corp_id = ? AND external_user_id IN ${placeholders(1, externalUserIds.length)}
         ORDER BY id ${forUpdate(dialectOf(db))}`,
        [corpId, ...externalUserIds],
      );
    },
    async countOfWays(wayIds: readonly number[]): Promise<WelcomeCountRow[]> {
      return wayIds.length === 0
        ? []
        : counted(
            await db.query(
              `SELECT way_id, state, NULL AS reason, NULL AS errcode, COUNT(*) AS total FROM welcome_send
               WHERE corp_id = ? AND way_id IN (${wayIds.map(() => '?').join(', ')}) GROUP BY way_id, state`,
              [corpId, ...wayIds],
            ),
          );
    },
    async countSince(from: Date): Promise<WelcomeCountRow[]> {
      return counted(
        await db.query(
          `SELECT NULL AS way_id, state, reason, errcode, COUNT(*) AS total FROM welcome_send
           WHERE corp_id = ? AND created_at >= ? GROUP BY state, reason, errcode ORDER BY total DESC`,
          [corpId, toSql(dialectOf(db), from)],
        ),
      );
    },
  };
}

function counted(rows: Record<string, unknown>[]): WelcomeCountRow[] {
  return rows.map((row) => ({
    wayId: row.way_id === null ? null : Number(row.way_id),
    state: String(row.state),
    reason: row.reason === null ? null : String(row.reason),
    errcode: row.errcode === null ? null : Number(row.errcode),
    count: Number(row.total),
  }));
}
