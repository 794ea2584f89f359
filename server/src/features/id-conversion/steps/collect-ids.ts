import type { ConvertedKind } from '@guanxi/shared/id-conversion';
import type { Table } from '../../../db/table.ts';
import { type FormerId, idConversionRepo } from '../repository.ts';
import type { Step } from './step.ts';

const rowsPerPage = 500;

/** Notes every id of the platform that a table of the former app names. */
export function collectStep(table: Table): Step {
  return {
    name: `collect:${table.name}`,
    async page({ row }, from) {
      return async (db) => {
        const repo = idConversionRepo(db, row.corpId);
        const page = { afterId: Number(from), limit: rowsPerPage };
        const { lastId, asked } = await repo.readAsked(table, row.fromCorpId, page);
        const named: FormerId[] = [];
        for (const [kind, ids] of asked.ids) {
          // Who may be either is named by another table as what they are.
          if (kind !== 'someone') {
            named.push(...[...ids].map((fromId) => ({ kind: kind satisfies ConvertedKind, fromId })));
          }
        }
        await repo.addIds(named);
        return lastId === null ? null : String(lastId);
      };
    },
  };
}
