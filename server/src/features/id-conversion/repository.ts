import type { ConvertedKind } from '@guanxi/shared/id-conversion';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate, placeholders } from '../../db/dialect.ts';
import type { Asked, AskedKind, GoneOnBy, Translation } from '../../db/move-plan.ts';
import { countRows, type MovedPage, moveRows, type RowPage, readAsked } from '../../db/move-rows.ts';
import { pagesOf } from '../../db/pages.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRows } from '../../db/select.ts';
import type { Table } from '../../db/table.ts';
import {
  type ConvertedIdRow,
  convertedIdTable,
  type IdConversionRow,
  idConversionTable,
  mergedRowTable,
} from './table.ts';

/** An id of the former app. */
export interface FormerId {
  readonly kind: ConvertedKind;
  readonly fromId: string;
}

/** The history that comes to one corp, and what its ids are called now. */
export function idConversionRepo(db: Db, corpId: number) {
  const conversions = rowsOf(db, idConversionTable);
  const ids = rowsOf(db, convertedIdTable);

  /** What these ids and rows are called here; the others keep their names. */
  async function translationOf(asked: Asked): Promise<Translation> {
    const rows = new Map<string, Map<number, number>>();
    for (const [table, numbers] of asked.rows) {
      rows.set(table, await findMerged(table, [...numbers]));
    }
    const names = new Map<AskedKind, Map<string, string>>();
    for (const [kind, fromIds] of asked.ids) {
      names.set(kind, await findNew(kind, [...fromIds]));
    }
    return {
      row: (table, number) => rows.get(table)?.get(number) ?? number,
      id: (kind, fromId) => names.get(kind)?.get(fromId) ?? fromId,
    };
  }

  async function findMerged(tableName: string, numbers: readonly number[]): Promise<Map<number, number>> {
    const into = new Map<number, number>();
    for (const chunk of chunksOf(numbers)) {
      const found = await selectRows(
        db,
        mergedRowTable,
        `WHERE corp_id = ? AND table_name = ? AND from_row_id IN ${placeholders(1, chunk.length)}`,
        [corpId, tableName, ...chunk],
      );
      for (const row of found) {
        into.set(row.fromRowId, row.intoRowId);
      }
    }
    return into;
  }

  async function findNew(kind: AskedKind, fromIds: readonly string[]): Promise<Map<string, string>> {
    const kinds = kind === 'someone' ? ['member', 'person'] : [kind];
    const found = new Map<string, string>();
    for (const chunk of chunksOf(fromIds)) {
      const rows = await selectRows(
        db,
        convertedIdTable,
        `WHERE corp_id = ? AND kind IN ${placeholders(1, kinds.length)}
           AND from_id IN ${placeholders(1, chunk.length)} AND to_id IS NOT NULL`,
        [corpId, ...kinds, ...chunk],
      );
      for (const row of rows) {
        found.set(row.fromId, row.toId ?? row.fromId);
      }
    }
    return found;
  }

  return {
    find(): Promise<IdConversionRow | null> {
      return selectRow(db, idConversionTable, 'WHERE corp_id = ?', [corpId]);
    },
    /** The same, held until the transaction ends. */
    async lock(): Promise<IdConversionRow | null> {
      const [row] = await selectRows(db, idConversionTable, `WHERE corp_id = ? ${forUpdate(dialectOf(db))}`, [
        corpId,
      ]);
      return row ?? null;
    },
    /** Notes a former app; one that is known stays as it is. */
    async note(
      former: Pick<IdConversionRow, 'fromCorpId' | 'proof' | 'foundAt'> &
        Partial<Pick<IdConversionRow, 'openSubjects'>>,
    ): Promise<void> {
      const row = {
        ...{
          openSubjects: null,
          waivedAt: null,
          ...former,
          corpId,
          state: 'found',
          confirmedBy: null,
          confirmedAt: null,
          replacedAt: null,
        },
        ...{ finishedAt: null, attempt: 0, step: null, stepCursor: '', refusedErrcode: null },
        ...{ moved: 0, merged: 0, failure: null },
      };
      await bulkUpsert(db, idConversionTable, [row], { unique: ['corpId'], update: [] });
    },
    async update(changes: Partial<Omit<IdConversionRow, 'id' | 'corpId'>>): Promise<void> {
      await conversions.update({ corpId }, changes);
    },
    /** Keeps ids to be converted; known ones stay as they are. */
    async addIds(formerIds: readonly FormerId[]): Promise<void> {
      await bulkUpsert(
        db,
        convertedIdTable,
        formerIds.map((one) => ({ ...one, corpId, toId: null, reason: null, attempt: 0 })),
        { unique: ['corpId', 'kind', 'fromId'], update: [] },
      );
    },
    /** Ids nobody knows the new one of, and that this attempt did not ask for yet. */
    findUnasked(
      kinds: readonly ConvertedKind[],
      attempt: number,
      limit: number,
      afterId = 0,
    ): Promise<ConvertedIdRow[]> {
      return selectRows(
        db,
        convertedIdTable,
        `WHERE corp_id = ? AND kind IN ${placeholders(1, kinds.length)} AND attempt < ? AND to_id IS NULL
           AND id > ? ORDER BY id LIMIT ${limit}`,
        [corpId, ...kinds, attempt, afterId],
      );
    },
    /** Keeps the new ids of known ones; an id that is none of the former app is nobody's and is left out. */
    async setNew(kind: ConvertedKind, newIds: ReadonlyMap<string, string>, attempt: number): Promise<void> {
      for (const [fromId, toId] of newIds) {
        await ids.update({ corpId, kind, fromId }, { toId, reason: null, attempt });
      }
    },
    async setKept(
      kind: ConvertedKind,
      fromIds: readonly string[],
      kept: { reason: string; attempt: number },
    ): Promise<void> {
      for (const chunk of chunksOf(fromIds)) {
        await db.query(
          `UPDATE converted_id SET reason = ?, attempt = ?
           WHERE corp_id = ? AND kind = ? AND to_id IS NULL AND from_id IN ${placeholders(1, chunk.length)}`,
          [kept.reason, kept.attempt, corpId, kind, ...chunk],
        );
      }
    },
    /** Every id of these kinds means the same for both apps. */
    async setSame(kinds: readonly ConvertedKind[], attempt: number): Promise<void> {
      await db.query(
        `UPDATE converted_id SET to_id = from_id, reason = NULL, attempt = ?
         WHERE corp_id = ? AND to_id IS NULL AND kind IN ${placeholders(1, kinds.length)}`,
        [attempt, corpId, ...kinds],
      );
    },
    /** Gives every id that was not asked for its reason. */
    async setRest(kind: ConvertedKind, kept: { reason: string; attempt: number }): Promise<void> {
      await db.query(
        `UPDATE converted_id SET reason = ?, attempt = ?
         WHERE corp_id = ? AND kind = ? AND to_id IS NULL AND attempt < ?`,
        [kept.reason, kept.attempt, corpId, kind, kept.attempt],
      );
    },
    /** Which of these new ids are those of a known one. */
    async findKnownNew(kind: ConvertedKind, toIds: readonly string[]): Promise<Set<string>> {
      const known = new Set<string>();
      for (const chunk of chunksOf(toIds)) {
        const rows = await selectRows(
          db,
          convertedIdTable,
          `WHERE corp_id = ? AND kind = ? AND to_id IN ${placeholders(1, chunk.length)}`,
          [corpId, kind, ...chunk],
        );
        for (const row of rows) {
          known.add(row.toId ?? '');
        }
      }
      return known;
    },
    /** The new ids of some former ones. */
    findNew,
    countIds(): Promise<{ kind: string; converted: number; kept: number }[]> {
      return countsOf(
        db,
        `SELECT kind, SUM(CASE WHEN to_id IS NULL THEN 0 ELSE 1 END) AS converted,
           SUM(CASE WHEN to_id IS NULL THEN 1 ELSE 0 END) AS kept
         FROM converted_id WHERE corp_id = ? GROUP BY kind`,
        corpId,
      );
    },
    /** How many ids this attempt asked for in vain, and how many in all. */
    async countAsked(kind: ConvertedKind, attempt: number): Promise<{ asked: number; unknown: number }> {
      const [row]: Record<string, unknown>[] = await db.query(
        `SELECT COUNT(*) AS asked, SUM(CASE WHEN reason = 'unknown' THEN 1 ELSE 0 END) AS strange
         FROM converted_id WHERE corp_id = ? AND kind = ? AND attempt = ?`,
        [corpId, kind, attempt],
      );
      return { asked: Number(row?.asked ?? 0), unknown: Number(row?.strange ?? 0) };
    },
    /** Those first that are still in use. */
    findKept(limit: number): Promise<ConvertedIdRow[]> {
      return selectRows(
        db,
        convertedIdTable,
        `WHERE corp_id = ? AND to_id IS NULL AND reason IS NOT NULL
         ORDER BY CASE WHEN reason IN ('left', 'gone') THEN 1 ELSE 0 END, kind, id LIMIT ${limit}`,
        [corpId],
      );
    },
    /** People whose new id nobody knows, in the order they were noted. */
    keptPeoplePages(limit: number): AsyncGenerator<ConvertedIdRow[]> {
      return pagesOf(
        (after) =>
          selectRows(
            db,
            convertedIdTable,
            `WHERE corp_id = ? AND kind = 'person' AND to_id IS NULL AND id > ? ORDER BY id LIMIT ${limit}`,
            [corpId, after],
          ),
        { limit, idOf: (row) => row.id },
      );
    },
    hasKept(kind: ConvertedKind, reason: string): Promise<boolean> {
      return ids.existsBy({ corpId, kind, reason });
    },
    /** Everything that a page of the former app's rows names. */
    readAsked(table: Table, fromCorpId: number, page: RowPage) {
      return readAsked(db, table, fromCorpId, page);
    },
    /** The number that a row of the former app has here. */
    async numberHere(table: string, formerNumber: number): Promise<number> {
      return (await findMerged(table, [formerNumber])).get(formerNumber) ?? formerNumber;
    },
    /** Ids of some kinds that this attempt asked for in vain. */
    findMissing(
      kinds: readonly ConvertedKind[],
      attempt: number,
      after: number,
      limit: number,
    ): Promise<ConvertedIdRow[]> {
      return selectRows(
        db,
        convertedIdTable,
        `WHERE corp_id = ? AND kind IN ${placeholders(1, kinds.length)} AND attempt = ? AND to_id IS NULL
           AND id > ? ORDER BY id LIMIT ${limit}`,
        [corpId, ...kinds, attempt, after],
      );
    },
    /** How many ids have no new one, by the reason. */
    async countReasons(kinds: readonly ConvertedKind[]): Promise<Map<string, number>> {
      const rows: { reason: string; total: number }[] = await db.query(
        `SELECT reason, COUNT(*) AS total FROM converted_id
         WHERE corp_id = ? AND kind IN ${placeholders(1, kinds.length)} AND to_id IS NULL AND reason IS NOT NULL
         GROUP BY reason`,
        [corpId, ...kinds],
      );
      return new Map(rows.map(({ reason, total }) => [reason, Number(total)]));
    },
    /** Brings a page of rows here under their new names; from this corp itself it only renames them. */
    moveRows(
      table: Table,
      from: { readonly corpId: number; readonly goneOnBy: GoneOnBy },
      page: RowPage,
    ): Promise<MovedPage> {
      return moveRows(
        db,
        table,
        {
          fromCorpId: from.corpId,
          toCorpId: corpId,
          goneOnBy: from.goneOnBy,
          translate: translationOf,
          noteMerged: (tableName, pairs) =>
            bulkUpsert(
              db,
              mergedRowTable,
              pairs.map(({ from, into }) => ({ corpId, tableName, fromRowId: from, intoRowId: into })),
              { unique: ['corpId', 'tableName', 'fromRowId'], update: ['intoRowId'] },
            ),
        },
        page,
      );
    },
    /** How many rows a corp has in some tables. */
    countRows: (names: readonly string[], ofCorpId: number) => countRows(db, names, ofCorpId),
  };
}

async function countsOf(
  db: Db,
  statement: string,
  corpId: number,
): Promise<{ kind: string; converted: number; kept: number }[]> {
  const rows: Record<string, unknown>[] = await db.query(statement, [corpId]);
  return rows.map((row) => ({
    kind: String(row.kind),
    converted: Number(row.converted),
    kept: Number(row.kept),
  }));
}

const chunkSize = 500;

function chunksOf<Value>(values: readonly Value[]): Value[][] {
  const chunks: Value[][] = [];
  for (let start = 0; start < values.length; start += chunkSize) {
    chunks.push(values.slice(start, start + chunkSize));
  }
  return chunks;
}
