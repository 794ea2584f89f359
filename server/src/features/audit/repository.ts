import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type AuditEntryRow, auditEntryTable } from './table.ts';

/** What one corp has to account for. Entries are added and never changed. */
export function auditRepo(db: Db, corpId: number) {
  return {
    async add(row: Omit<AuditEntryRow, 'id' | 'corpId'>): Promise<void> {
      await rowsOf(db, auditEntryTable).insert({ ...row, corpId });
    },
  };
}
