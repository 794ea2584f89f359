import type { Db } from '../../../db/data-source.ts';
import type { GoneOnBy } from '../../../db/move-plan.ts';
import type { Table } from '../../../db/table.ts';
import { idConversionRepo } from '../repository.ts';
import type { IdConversionRow } from '../table.ts';
import type { Step } from './step.ts';

const rowsPerPage = 200;

/** Brings the former app's rows of a table here. */
export function moveStep(table: Table): Step {
  return {
    name: `move:${table.name}`,
    page:
      async ({ row }, from) =>
      (db) =>
        movePage(db, table, { ...row, from, goneOnBy: goneOnBy(row) }),
  };
}

/** Gives rows that came under an id that was kept the new one that is known by now. */
export function renameStep(table: Table): Step {
  return {
    name: `rename:${table.name}`,
    page:
      async ({ row: { corpId } }, from) =>
      (db) =>
        movePage(db, table, { corpId, fromCorpId: corpId, from, goneOnBy: 'same_app' }),
  };
}

function goneOnBy({ proof }: Pick<IdConversionRow, 'proof'>): GoneOnBy {
  return proof === 'upgrade' ? 'same_app' : 'another_app';
}

async function movePage(
  db: Db,
  table: Table,
  way: { corpId: number; fromCorpId: number; from: string; goneOnBy: GoneOnBy },
): Promise<string | null> {
  const repo = idConversionRepo(db, way.corpId);
  const page = { afterId: Number(way.from), limit: rowsPerPage };
  const from = { corpId: way.fromCorpId, goneOnBy: way.goneOnBy };
  const { lastId, moved, merged } = await repo.moveRows(table, from, page);
  const known = await repo.find();
  if (known !== null && moved + merged > 0) {
    await repo.update({ moved: known.moved + moved, merged: known.merged + merged });
  }
  return lastId === null ? null : String(lastId);
}
