import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRows } from '../../db/select.ts';
import { type GroupWelcomeRow, groupWelcomeTable } from './table.ts';

/** The welcome material for groups of one corp; a hundred at most. */
export function groupWelcomesRepo(db: Db, corpId: number) {
  const rows = rowsOf(db, groupWelcomeTable);
  return {
    list(): Promise<GroupWelcomeRow[]> {
      return selectRows(db, groupWelcomeTable, 'WHERE corp_id = ? ORDER BY id DESC', [corpId]);
    },
    findById(id: number): Promise<GroupWelcomeRow | null> {
      return selectRow(db, groupWelcomeTable, 'WHERE corp_id = ? AND id = ?', [corpId, id]);
    },
    /** The same, locked until the transaction ends. */
    async lockById(id: number): Promise<GroupWelcomeRow | null> {
      const [row] = await selectRows(
        db,
        groupWelcomeTable,
        `WHERE corp_id = ? AND id = ? ${forUpdate(dialectOf(db))}`,
        [corpId, id],
      );
      return row ?? null;
    },
    findByRequest(createdBy: number, requestKey: string): Promise<GroupWelcomeRow | null> {
      return selectRow(db, groupWelcomeTable, 'WHERE corp_id = ? AND created_by = ? AND request_key = ?', [
        corpId,
        createdBy,
        requestKey,
      ]);
    },
    count(): Promise<number> {
      return rows.countBy({ corpId });
    },
    async insert(row: Omit<GroupWelcomeRow, 'id' | 'corpId'>): Promise<number> {
      const result = await rows.insert({ ...row, corpId });
      return Number(result.identifiers[0]?.id);
    },
    async update(id: number, changes: Partial<Omit<GroupWelcomeRow, 'id' | 'corpId'>>): Promise<void> {
      await rows.update({ corpId, id }, changes);
    },
    /** The same, unless somebody edited it since `version`. */
    async updateVersion(
      id: number,
      version: number,
      changes: Partial<Omit<GroupWelcomeRow, 'id' | 'corpId'>>,
    ): Promise<void> {
      await rows.update({ corpId, id, version }, changes);
    },
    async remove(id: number): Promise<void> {
      await rows.delete({ corpId, id });
    },
  };
}
