import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type CorpRow, corpTable } from './table.ts';

/** The tenants. The one repository that is not built for a corp. */
export function corpsRepo(db: Db) {
  return {
    async upsert(row: Omit<CorpRow, 'id'>): Promise<CorpRow> {
      await bulkUpsert(db, corpTable, [row], {
        unique: ['wecomCorpId', 'appKey'],
        update: ['mode', 'name', 'agentId', 'timeZone'],
      });
      return rowsOf(db, corpTable).findOneByOrFail({ wecomCorpId: row.wecomCorpId, appKey: row.appKey });
    },
  };
}
