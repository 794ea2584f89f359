import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate } from '../../db/dialect.ts';
import { corpTablesOf, eraseRows } from '../../db/erase.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRows } from '../../db/select.ts';
import { type CorpAccessRow, type CorpRow, corpTable, type NewCorpRow } from './table.ts';

/** A corp whose authorisation was not read yet. */
const notRead: CorpAccessRow = {
  permissions: null,
  authMode: null,
  visibleRange: null,
  adminUserIds: null,
  idSubjects: null,
  accessReadAt: null,
  licenceStatus: null,
  licenceTrialUntil: null,
  licenceCheckedFrom: null,
  licenceReadAt: null,
  edition: null,
  platformAddresses: null,
};

/** The tenants. The one repository that is not built for a corp. */
export function corpsRepo(db: Db) {
  const corps = rowsOf(db, corpTable);
  return {
    /** Writes an installation; one that comes back keeps its row, and so its history. */
    async upsert(row: NewCorpRow): Promise<CorpRow> {
      await bulkUpsert(db, corpTable, [{ ...notRead, replacedBy: null, ...row }], {
        unique: ['wecomCorpId', 'appKey'],
        update: [
          ...(['mode', 'name', 'agentId', 'status', 'sealedCode', 'cancelledAt'] as const),
          ...(Object.keys(notRead) as (keyof CorpAccessRow)[]).filter((column) => row[column] !== undefined),
        ],
      });
      return corps.findOneByOrFail({ wecomCorpId: row.wecomCorpId, appKey: row.appKey });
    },
    findById(id: number): Promise<CorpRow | null> {
      return corps.findOneBy({ id });
    },
    findActive(appKeys: readonly string[]): Promise<CorpRow[]> {
      return corps.findBy({ appKey: In([...appKeys]), status: 'active' });
    },
    /** The installations that another one replaced. */
    findReplaced(): Promise<CorpRow[]> {
      return corps.findBy({ status: 'replaced' });
    },
    /** The installation whose place another one has, or will take. */
    findReplacedBy(id: number): Promise<CorpRow | null> {
      return corps.findOneBy({ replacedBy: id });
    },
    find(appKey: string, wecomCorpId: string): Promise<CorpRow | null> {
      return corps.findOneBy({ appKey, wecomCorpId });
    },
    /**
     * Who administers the app, with the row locked: roles written in this transaction and a new list of
     * administrators cannot miss each other.
     */
    async holdAdmins(id: number): Promise<string[]> {
      const rows: { admin_user_ids: string | null }[] = await db.query(
        `SELECT admin_user_ids FROM corp WHERE id = ? ${forUpdate(dialectOf(db))}`,
        [id],
      );
      return JSON.parse(rows[0]?.admin_user_ids ?? '[]');
    },
    async update(id: number, changes: Partial<Omit<CorpRow, 'id'>>): Promise<void> {
      await corps.update({ id }, changes);
    },
    /** Deletes every row of a company from every table that has rows of companies, and the company. */
    async erase(id: number): Promise<void> {
      await eraseRows(db, corpTablesOf(db), id);
      await corps.delete({ id });
    },
    /** Deletes what no other installation needs: the rows of all tables but these. */
    async eraseAllBut(id: number, tables: readonly string[]): Promise<void> {
      const others = corpTablesOf(db).filter((table) => !tables.includes(table));
      await eraseRows(db, others, id);
    },
    /** The row of an installation, held until the transaction ends. */
    async lock(id: number): Promise<CorpRow | null> {
      const [row] = await selectRows(db, corpTable, `WHERE id = ? ${forUpdate(dialectOf(db))}`, [id]);
      return row ?? null;
    },
    /** Installations of the same app that one replaced when its ids were upgraded. */
    findUpgradedInto({ id, appKey }: Pick<CorpRow, 'id' | 'appKey'>): Promise<CorpRow[]> {
      return corps.findBy({ replacedBy: id, appKey, status: 'replaced' });
    },
  };
}
