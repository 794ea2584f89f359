import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
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
        update: [],
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
    async update(
      id: number,
      changes: Partial<Pick<MediaFileRow, 'mediaId' | 'uploadedAt' | 'pictureUrl'>>,
    ): Promise<void> {
      await rowsOf(db, mediaFileTable).update({ corpId, id }, changes);
    },
  };
}
