import { IsNull } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { escapeLike, forUpdate, toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRows, selectRowsIn } from '../../db/select.ts';
import { type ContactWayRow, contactWayTable, type WayArrivalRow, wayArrivalTable } from './table.ts';

/** How many relations carry a channel mark, by where they stand. */
export interface ChannelCountRow {
  readonly channel: string;
  readonly status: string;
  readonly count: number;
}

/** The contact ways of one corp, and who came by them. */
export function contactWaysRepo(db: Db, corpId: number) {
  const ways = rowsOf(db, contactWayTable);
  const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ');
  return {
    findById(id: number): Promise<ContactWayRow | null> {
      return selectRow(db, contactWayTable, 'WHERE corp_id = ? AND id = ?', [corpId, id]);
    },
    /** The same, locked until the transaction ends. */
    async lockById(id: number): Promise<ContactWayRow | null> {
      const [row] = await selectRows(
        db,
        contactWayTable,
        `WHERE corp_id = ? AND id = ? ${forUpdate(dialectOf(db))}`,
        [corpId, id],
      );
      return row ?? null;
    },
    findByRequest(createdBy: number, requestKey: string): Promise<ContactWayRow | null> {
      return selectRow(db, contactWayTable, 'WHERE corp_id = ? AND created_by = ? AND request_key = ?', [
        corpId,
        createdBy,
        requestKey,
      ]);
    },
    findOwnByMark(mark: string): Promise<ContactWayRow | null> {
      return selectRow(db, contactWayTable, 'WHERE corp_id = ? AND own_mark = ?', [corpId, mark]);
    },
    findOwnByMarks(marks: readonly string[]): Promise<ContactWayRow[]> {
      return selectRowsIn(db, contactWayTable, corpId, { property: 'ownMark', values: marks });
    },
    findByChannels(channels: readonly string[]): Promise<ContactWayRow[]> {
      return selectRowsIn(db, contactWayTable, corpId, { property: 'channel', values: channels });
    },
    findByConfigIds(configIds: readonly string[]): Promise<ContactWayRow[]> {
      return selectRowsIn(db, contactWayTable, corpId, { property: 'configId', values: configIds });
    },
    /** Ways that were not deleted, newest first. */
    findPage(page: {
      before: readonly [number, number] | null;
      search: string;
      limit: number;
    }): Promise<ContactWayRow[]> {
      const at = page.before === null ? null : new Date(page.before[0]);
      return selectRows(
        db,
        contactWayTable,
        `WHERE corp_id = ? AND deleted_at IS NULL
         ${page.search === '' ? '' : "AND search_text LIKE ? ESCAPE '!'"}
         ${at === null ? '' : 'AND (created_at < ? OR (created_at = ? AND id < ?))'}
         ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`,
        [
          corpId,
          ...(page.search === '' ? [] : [`%${escapeLike(page.search)}%`]),
          ...(at === null ? [] : [at, at, page.before?.[1] ?? 0]),
        ],
      );
    },
    /** Ways that count against the platform's quota. */
    async countLive(): Promise<number> {
      return ways.countBy({ corpId, deletedAt: IsNull() });
    },
    async insert(row: Omit<ContactWayRow, 'id' | 'corpId'>): Promise<number> {
      const result = await ways.insert({ ...row, corpId });
      return Number(result.identifiers[0]?.id);
    },
    async update(id: number, changes: Partial<Omit<ContactWayRow, 'id' | 'corpId'>>): Promise<void> {
      await ways.update({ corpId, id }, changes);
    },
    /** The same, unless somebody edited the way since `version`. */
    async updateVersion(
      id: number,
      version: number,
      changes: Partial<Omit<ContactWayRow, 'id' | 'corpId'>>,
    ): Promise<void> {
      await ways.update({ corpId, id, version }, changes);
    },
    async upsertForeign(rows: readonly Omit<ContactWayRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        contactWayTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'configId'],
          update: [
            ...([
              'name',
              'channel',
              'kind',
              'scene',
              'skipsVerification',
              'userIds',
              'departmentIds',
            ] as const),
            ...(['qrCodeUrl', 'searchText', 'updatedAt', 'seenAt', 'deletedAt'] as const),
          ],
        },
      );
    },
    async markSeen(ids: readonly number[], at: Date): Promise<void> {
      if (ids.length > 0) {
        await db.query(`UPDATE contact_way SET seen_at = ? WHERE corp_id = ? AND id IN (${marks(ids)})`, [
          toSql(dialectOf(db), at),
          corpId,
          ...ids,
        ]);
      }
    },
    /** Ways the platform once had that a complete listing begun at `startedAt` did not show. */
    findUnseen(startedAt: Date): Promise<ContactWayRow[]> {
      return selectRows(
        db,
        contactWayTable,
        `WHERE corp_id = ? AND deleted_at IS NULL AND config_id IS NOT NULL AND created_at < ?
           AND (seen_at IS NULL OR seen_at < ?)`,
        [corpId, startedAt, startedAt],
      );
    },
    async countByChannel(channels: readonly string[]): Promise<ChannelCountRow[]> {
      if (channels.length === 0) {
        return [];
      }
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT channel, status, COUNT(*) AS total FROM follow_relation
         WHERE corp_id = ? AND channel IN (${marks(channels)}) GROUP BY channel, status`,
        [corpId, ...channels],
      );
      return rows.map((row) => ({
        channel: String(row.channel),
        status: String(row.status),
        count: Number(row.total),
      }));
    },
    findArrivals(relationIds: readonly number[]): Promise<WayArrivalRow[]> {
      return selectRowsIn(db, wayArrivalTable, corpId, { property: 'relationId', values: relationIds });
    },
    async saveArrivals(rows: readonly Omit<WayArrivalRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        wayArrivalTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'relationId', 'wayId'], update: ['taggedAt'] },
      );
    },
  };
}
