import { bytes, digest, id, instant, int, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A file an admin uploaded, and what the platform knows it as. */
export interface MediaFileRow {
  id: number;
  corpId: number;
  /** `image`, `video` or `file`. */
  kind: string;
  name: string;
  contentType: string;
  size: number;
  /** SHA-256 of the bytes: the same file twice is one row. */
  digest: Buffer;
  /** The platform's id, good for three days; null before the file was needed. */
  mediaId: string | null;
  uploadedAt: Date | null;
  /** Address of the picture that the platform keeps for good; null before a link needed it. */
  pictureUrl: string | null;
  createdBy: number;
  /** When it was last uploaded or put into a message: unnamed, it is removed a day later. */
  createdAt: Date;
}

export const mediaFileTable = defineTable<MediaFileRow>({
  name: 'media_file',
  columns: {
    id: id(),
    corpId: ref(),
    kind: text(8),
    name: text(128),
    contentType: text(64),
    size: int(),
    digest: digest(32),
    mediaId: nullable(text(255)),
    uploadedAt: nullable(instant()),
    pictureUrl: nullable(longText()),
    createdBy: ref(),
    createdAt: instant(),
  },
  indexes: [{ name: 'media_file_digest', columns: ['corpId', 'digest', 'kind', 'name'], isUnique: true }],
  moves: {
    rows: { createdBy: 'member' },
    // Another app uploads it again when it is needed.
    arrive: (_row, by) => (by === 'same_app' ? {} : { mediaId: null, uploadedAt: null }),
  },
});

/** The bytes of a file, apart from what lists and lookups read. */
export interface MediaContentRow {
  id: number;
  corpId: number;
  fileId: number;
  content: Buffer;
}

export const mediaContentTable = defineTable<MediaContentRow>({
  name: 'media_content',
  columns: { id: id(), corpId: ref(), fileId: ref(), content: bytes() },
  indexes: [{ name: 'media_content_file', columns: ['corpId', 'fileId'], isUnique: true }],
  moves: { rows: { fileId: 'media_file' } },
});
