import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate, toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRowsIn } from '../../db/select.ts';
import { type MediaFileRow, mediaContentTable, mediaFileTable } from './table.ts';

/** The files of one corp. */
export function mediaRepo(db: Db, corpId: number) {
  return {
    findById(id: number): Promise<MediaFileRow | null> {
      return selectRow(db, mediaFileTable, 'WHERE corp_id = ? AND id = ?', [corpId, id]);
    },
    findByIds(ids: readonly number[]): Promise<MediaFileRow[]> {
      return selectRowsIn(db, mediaFileTable, corpId, { property: 'id', values: ids });
    },
    async readContent(fileId: number): Promise<Buffer | null> {
      const row = await selectRow(db, mediaContentTable, 'WHERE corp_id = ? AND file_id = ?', [
        corpId,
        fileId,
      ]);
      return row?.content ?? null;
    },
    /** Keeps a file; the same bytes under the same name are kept once. */
    async add(
      row: Omit<MediaFileRow, 'id' | 'corpId' | 'mediaId' | 'uploadedAt' | 'pictureUrl'>,
      content: Buffer,
    ): Promise<MediaFileRow> {
      const file = { ...row, corpId, mediaId: null, uploadedAt: null, pictureUrl: null };
      await bulkUpsert(db, mediaFileTable, [file], {
        unique: ['corpId', 'digest', 'kind', 'name'],
        update: ['createdAt'],
      });
      const kept = await selectRow(
        db,
        mediaFileTable,
        'WHERE corp_id = ? AND digest = ? AND kind = ? AND name = ?',
        [corpId, row.digest, row.kind, row.name],
      );
      if (kept === null) {
        throw new Error('A file was lost while being written');
      }
      await bulkUpsert(db, mediaContentTable, [{ corpId, fileId: kept.id, content }], {
        unique: ['corpId', 'fileId'],
        update: [],
      });
      return kept;
    },
    /** Files are about to be named by a message. */
    async touch(ids: readonly number[], at: Date): Promise<void> {
      if (ids.length > 0) {
        await rowsOf(db, mediaFileTable).update({ corpId, id: In([...ids]) }, { createdAt: at });
      }
    },
    /** Files last uploaded or named before an instant, in the order of their numbers, locked until the end. */
    async lockOlder(before: Date, page: { after: number; limit: number }): Promise<number[]> {
      const rows: { id: unknown }[] = await db.query(
        `SELECT id FROM media_file WHERE corp_id = ? AND created_at < ? AND id > ?
         ORDER BY id LIMIT ${page.limit} ${forUpdate(dialectOf(db))}`,
        [corpId, toSql(dialectOf(db), before), page.after],
      );
      return rows.map((row) => Number(row.id));
    },
    /** Removes files with their bytes. */
    async remove(ids: readonly number[]): Promise<void> {
      if (ids.length > 0) {
        await rowsOf(db, mediaContentTable).delete({ corpId, fileId: In([...ids]) });
        await rowsOf(db, mediaFileTable).delete({ corpId, id: In([...ids]) });
      }
    },
    async update(
      id: number,
      changes: Partial<Pick<MediaFileRow, 'mediaId' | 'uploadedAt' | 'pictureUrl'>>,
    ): Promise<void> {
      await rowsOf(db, mediaFileTable).update({ corpId, id }, changes);
    },
  };
}
