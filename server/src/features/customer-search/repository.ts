import { bulkDelete, bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { byIndex, byPrimaryKey, endOfPrefix, forShare, placeholders } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import {
  type CustomerIndexRow,
  type CustomerTermRow,
  customerIndexTable,
  customerTermTable,
} from './table.ts';

/** Terms that are looked for: one of them, or all that begin with one. */
export interface TermRange {
  readonly term: string;
  readonly isPrefix: boolean;
}

/** A place in the index. */
export interface TermPlace {
  readonly term: string;
  readonly relationId: number;
}

/** A term of a relation, as it lies in the index. */
export interface TermEntry extends TermPlace {
  readonly memberId: number;
}

/** The stamp of a company whose customers are still read for the first time. */
const notBegun = '';

/** Whether the terms of a company are written: a job writes those of all, and changes write theirs. */
export function hasBegun(state: Pick<CustomerIndexRow, 'stamp'> | null): boolean {
  return state !== null && state.stamp !== notBegun;
}

/** A part of a statement with the values of its placeholders. */
interface Part {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

function part(sql: string, ...parameters: (string | number)[]): Part {
  return { sql, parameters };
}

function exactParts(term: string, after: TermPlace | null): Part[] {
  return [
    part('AND term = ?', term),
    ...(after === null ? [] : [part('AND relation_id > ?', after.relationId)]),
  ];
}

function prefixParts(prefix: string, after: TermPlace | null): Part[] {
  const end = part('AND term < ?', endOfPrefix(prefix));
  return after === null
    ? [part('AND term >= ?', prefix), end]
    : [
        part('AND term >= ?', after.term),
        end,
        part('AND (term > ? OR relation_id > ?)', after.term, after.relationId),
      ];
}

/** What customers of one corp are found by. */
export function customerTermsRepo(db: Db, corpId: number) {
  const dialect = dialectOf(db);

  /** What follows FROM: one range, of the whole company or of one member, from behind a place on. */
  function rangeOf(range: TermRange, memberId: number | null, after: TermPlace | null): Part {
    const index = memberId === null ? byIndex(dialect, 'customer_term_corp') : byPrimaryKey(dialect);
    const parts = [
      part(`customer_term ${index} WHERE corp_id = ?`, corpId),
      ...(memberId === null ? [] : [part('AND member_id = ?', memberId)]),
      ...(range.isPrefix ? prefixParts(range.term, after) : exactParts(range.term, after)),
    ];
    return {
      sql: parts.map(({ sql }) => sql).join(' '),
      parameters: parts.flatMap(({ parameters }) => parameters),
    };
  }

  return {
    /**
     * The next terms of a range in the order of the index, each with its relation.
     *
     * @param memberIds - few members, whose own ranges are read one by one; null for the whole company
     * @param after - a place within the range; null for its beginning
     */
    async readRange(
      range: TermRange,
      memberIds: readonly number[] | null,
      after: TermPlace | null,
      limit: number,
    ): Promise<TermEntry[]> {
      const parts = (memberIds ?? [null]).map((memberId) => rangeOf(range, memberId, after));
      const selects = parts.map(
        ({ sql }) =>
          `SELECT term, relation_id, member_id FROM ${sql} ORDER BY term, relation_id LIMIT ${limit}`,
      );
      const [only] = selects;
      const rows: Record<string, unknown>[] = await db.query(
        selects.length === 1
          ? (only ?? '')
          : `${selects.map((select) => `SELECT * FROM (${select}) one`).join(' UNION ALL ')} ORDER BY term, relation_id LIMIT ${limit}`,
        parts.flatMap(({ parameters }) => parameters),
      );
      return rows.map((row) => ({
        term: String(row.term),
        relationId: Number(row.relation_id),
        memberId: Number(row.member_id),
      }));
    },
    /** How many entries a range has; counting ends at `atMost`. */
    async countRange(range: TermRange, atMost: number): Promise<number> {
      const { sql, parameters } = rangeOf(range, null, null);
      const [row]: { total: number }[] = await db.query(
        `SELECT COUNT(*) AS total FROM (SELECT 1 AS one FROM ${sql} LIMIT ${atMost}) counted`,
        parameters,
      );
      return Number(row?.total ?? 0);
    },
    /** Writes terms; those that are there already stay. */
    async add(rows: readonly Omit<CustomerTermRow, 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        customerTermTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'memberId', 'term', 'relationId'], update: [] },
      );
    },
    async remove(rows: readonly Omit<CustomerTermRow, 'corpId'>[]): Promise<void> {
      await bulkDelete(
        db,
        customerTermTable,
        rows.map((row) => ({ ...row, corpId })),
        ['corpId', 'memberId', 'term', 'relationId'],
      );
    },
    /** Some terms that begin with `mark` and not with `kept`, each once. */
    async findOther(mark: string, kept: string, limit: number): Promise<string[]> {
      const found: string[] = [];
      for (const [from, end] of [
        [mark, kept],
        [endOfPrefix(kept), endOfPrefix(mark)],
      ]) {
        const rows: { term: string }[] = await db.query(
          `SELECT DISTINCT term FROM customer_term ${byIndex(dialect, 'customer_term_corp')}
           WHERE corp_id = ? AND term >= ? AND term < ? ORDER BY term LIMIT ${limit}`,
          [corpId, from, end],
        );
        found.push(...rows.map((row) => row.term));
      }
      return found;
    },
    async findSomeTerms(limit: number): Promise<string[]> {
      const rows: { term: string }[] = await db.query(
        `SELECT DISTINCT term FROM customer_term ${byIndex(dialect, 'customer_term_corp')}
         WHERE corp_id = ? ORDER BY term LIMIT ${limit}`,
        [corpId],
      );
      return rows.map((row) => row.term);
    },
    async removeTerms(terms: readonly string[]): Promise<void> {
      if (terms.length > 0) {
        await db.query(
          `DELETE FROM customer_term WHERE corp_id = ? AND term IN ${placeholders(1, terms.length)}`,
          [corpId, ...terms],
        );
      }
    },
    /**
     * Whether terms are written. The answer holds until the transaction ends: who begins the index waits for it. A
     * company's row is made by the first one who asks, because what is not there cannot be held.
     */
    async hasBegun(): Promise<boolean> {
      const held = async () => {
        const rows: { stamp: string }[] = await db.query(
          `SELECT stamp FROM customer_index WHERE corp_id = ? ${forShare(dialect)}`,
          [corpId],
        );
        return rows[0] ?? null;
      };
      const state = await held();
      if (state !== null) {
        return hasBegun(state);
      }
      await bulkUpsert(
        db,
        customerIndexTable,
        [{ corpId, stamp: notBegun, lastCustomerId: 0, finishedAt: null }],
        { unique: ['corpId'], update: [] },
      );
      return hasBegun(await held());
    },
    findState(): Promise<CustomerIndexRow | null> {
      return rowsOf(db, customerIndexTable).findOneBy({ corpId });
    },
    async saveState(state: Omit<CustomerIndexRow, 'id' | 'corpId'>): Promise<void> {
      await bulkUpsert(db, customerIndexTable, [{ ...state, corpId }], {
        unique: ['corpId'],
        update: ['stamp', 'lastCustomerId', 'finishedAt'],
      });
    },
  };
}
