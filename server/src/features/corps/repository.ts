import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { corpTablesOf, eraseRows } from '../../db/erase.ts';
import { rowsOf } from '../../db/rows.ts';
import { type CorpRow, corpTable } from './table.ts';

/** The tenants. The one repository that is not built for a corp. */
export function corpsRepo(db: Db) {
  const corps = rowsOf(db, corpTable);
  return {
    /** Writes an installation; one that comes back keeps its row, and so its history. */
    async upsert(row: Omit<CorpRow, 'id'>): Promise<CorpRow> {
      await bulkUpsert(db, corpTable, [row], {
        unique: ['wecomCorpId', 'appKey'],
        update: ['mode', 'name', 'agentId', 'status', 'sealedCode', 'cancelledAt'],
      });
      return corps.findOneByOrFail({ wecomCorpId: row.wecomCorpId, appKey: row.appKey });
    },
    findById(id: number): Promise<CorpRow | null> {
      return corps.findOneBy({ id });
    },
    findActive(appKeys: readonly string[]): Promise<CorpRow[]> {
      return corps.findBy({ appKey: In([...appKeys]), status: 'active' });
    },
    find(appKey: string, wecomCorpId: string): Promise<CorpRow | null> {
      return corps.findOneBy({ appKey, wecomCorpId });
    },
    async update(id: number, changes: Partial<Omit<CorpRow, 'id'>>): Promise<void> {
      await corps.update({ id }, changes);
    },
    /** Deletes every row of a company from every table that has rows of companies, and the company. */
    async erase(id: number): Promise<void> {
      await eraseRows(db, corpTablesOf(db), id);
      await corps.delete({ id });
    },
  };
}
