import { type MediaFile, MediaKind } from '@guanxi/shared/media';
import type { MediaFileRow } from './table.ts';

/** A file as an admin gets it. */
export function presentFile(row: MediaFileRow): MediaFile {
  return {
    id: row.id,
    kind: MediaKind.parse(row.kind),
    name: row.name,
    size: row.size,
    createdAt: row.createdAt.toISOString(),
  };
}
