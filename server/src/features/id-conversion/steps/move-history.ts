import type { Db } from '../../../db/data-source.ts';
import type { Table } from '../../../db/table.ts';
import { idConversionRepo } from '../repository.ts';
import type { Step } from './step.ts';

const rowsPerPage = 200;

/** Brings the former app's rows of a table here. */
export function moveStep(table: Table): Step {
  return {
    name: `move:${table.name}`,
    page:
      async ({ row }, from) =>
      (db) =>
        movePage(db, table, { ...row, from }),
  };
}

/** Gives rows that came under an id that was kept the new one that is known by now. */
export function renameStep(table: Table): Step {
  return {
    name: `rename:${table.name}`,
    page:
      async ({ row: { corpId } }, from) =>
      (db) =>
        movePage(db, table, { corpId, fromCorpId: corpId, from }),
  };
}

async function movePage(
  db: Db,
  table: Table,
  { corpId, fromCorpId, from }: { corpId: number; fromCorpId: number; from: string },
): Promise<string | null> {
  const repo = idConversionRepo(db, corpId);
  const page = { afterId: Number(from), limit: rowsPerPage };
  const { lastId, moved, merged } = await repo.moveRows(table, fromCorpId, page);
  const known = await repo.find();
  if (known !== null && moved + merged > 0) {
    await repo.update({ moved: known.moved + moved, merged: known.merged + merged });
  }
  return lastId === null ? null : String(lastId);
}
