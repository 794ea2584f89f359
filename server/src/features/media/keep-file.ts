import { createHash } from 'node:crypto';
import type { MediaFile, MediaKind } from '@guanxi/shared/media';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import { presentFile } from './present.ts';
import { mediaRepo } from './repository.ts';
import { contentTypeOf, faultOf } from './rules.ts';

/** What keeping files needs of the server. */
export interface MediaContext {
  readonly database: Database;
  readonly now: () => Date;
}

/**
 * Keeps a file; the platform gets it when it is first needed.
 *
 * @throws AppError `media.too_small`, `media.not_an_image`, `media.not_a_video`
 */
export async function keepFile(
  ctx: MediaContext,
  actor: Actor,
  file: { kind: MediaKind; name: string; bytes: Uint8Array },
): Promise<MediaFile> {
  const fault = faultOf(file.kind, file.bytes);
  if (fault !== null) {
    throw new AppError(fault);
  }
  const content = Buffer.from(file.bytes);
  const row = await ctx.database.transaction((db) =>
    mediaRepo(db, actor.corpId).add(
      {
        ...{ kind: file.kind, name: file.name, contentType: contentTypeOf(content), size: content.length },
        digest: createHash('sha256').update(content).digest(),
        ...{ createdBy: actor.memberId, createdAt: ctx.now() },
      },
      content,
    ),
  );
  return presentFile(row);
}

/** What is known of a file. @throws AppError `media.not_found` */
export async function findFile(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
  id: number,
): Promise<MediaFile> {
  const row = await mediaRepo(ctx.database.read, actor.corpId).findById(id);
  if (row === null) {
    throw new AppError('media.not_found');
  }
  return presentFile(row);
}

/** A file's bytes with their type. @throws AppError `media.not_found` */
export async function readFile(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
  id: number,
): Promise<{ contentType: string; content: Buffer }> {
  const repo = mediaRepo(ctx.database.read, actor.corpId);
  const [row, content] = await Promise.all([repo.findById(id), repo.readContent(id)]);
  if (row === null || content === null) {
    throw new AppError('media.not_found');
  }
  return { contentType: row.contentType, content };
}

/**
 * Makes sure of the files a message is about to name, and keeps them another day, so that they are still there when
 * it is written.
 *
 * @throws AppError `media.not_found` when one of the files is not there, or is of another kind
 */
export async function requireFiles(
  ctx: MediaContext,
  corpId: number,
  wanted: readonly { fileId: number; kind: MediaKind }[],
): Promise<void> {
  const ids = wanted.map((file) => file.fileId);
  if (ids.length === 0) {
    return;
  }
  const rows = await ctx.database.transaction(async (db) => {
    const repo = mediaRepo(db, corpId);
    await repo.touch(ids, ctx.now());
    return repo.findByIds(ids);
  });
  const kinds = new Map(rows.map((row) => [row.id, row.kind]));
  if (wanted.some((file) => kinds.get(file.fileId) !== file.kind)) {
    throw new AppError('media.not_found');
  }
}
