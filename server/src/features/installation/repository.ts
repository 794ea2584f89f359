import { IsNull } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type InstallationStateRow, installationStateTable } from './table.ts';

/** What befell one corp's installation. */
export function installationStatesRepo(db: Db, corpId: number) {
  const states = rowsOf(db, installationStateTable);
  return {
    find(kind: string, subject: string): Promise<InstallationStateRow | null> {
      return states.findOneBy({ corpId, kind, subject });
    },
    /** The states that last, oldest first. */
    findCurrent(): Promise<InstallationStateRow[]> {
      return states.find({ where: { corpId, endedAt: IsNull() }, order: { since: 'ASC', id: 'ASC' } });
    },
    /** Gives them to the installation that takes the place of this one. */
    async moveTo(nextCorpId: number): Promise<void> {
      await states.update({ corpId }, { corpId: nextCorpId });
    },
    async save(row: Omit<InstallationStateRow, 'id' | 'corpId'>): Promise<void> {
      await bulkUpsert(db, installationStateTable, [{ ...row, corpId }], {
        unique: ['corpId', 'kind', 'subject'],
        update: ['since', 'until', 'endedAt', 'toldAt'],
      });
    },
  };
}
