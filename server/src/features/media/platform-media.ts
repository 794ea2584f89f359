import { MediaKind } from '@guanxi/shared/media';
import type { Database } from '../../db/data-source.ts';
import type { CallOptions, CorpClient } from '../../wecom/index.ts';
import { mediaRepo } from './repository.ts';
import { isUsable, renewalDue } from './rules.ts';
import type { MediaFileRow } from './table.ts';

/** What bringing files to the platform needs of the server. */
export interface PlatformMediaContext {
  readonly database: Database;
  readonly now: () => Date;
}

interface Wanted {
  readonly corpId: number;
  readonly client: CorpClient;
  readonly fileId: number;
  readonly options?: CallOptions;
}

/** When a file is uploaded although an id is known. */
export type Renewal = 'over' | 'ending' | 'always';

/** The file is not kept here, so the platform cannot get it. */
export class MediaFileMissing extends Error {
  override readonly name = 'MediaFileMissing';
}

/**
 * The platform's id of a file and when it was given, uploading the file where no id is good any more.
 *
 * @param wanted.renew - `over`: only where no id is good any more; `ending`: also where it ends soon; `always`: the
 * platform called the known id invalid (40007)
 */
export async function mediaIdOf(
  ctx: PlatformMediaContext,
  wanted: Wanted & { readonly renew: Renewal },
): Promise<{ mediaId: string; uploadedAt: Date }> {
  const { corpId, client, fileId } = wanted;
  const file = await requireFile(ctx, wanted);
  const { mediaId, uploadedAt } = file;
  if (mediaId !== null && uploadedAt !== null && isGoodEnough(uploadedAt, wanted.renew, ctx.now())) {
    return { mediaId, uploadedAt };
  }
  const kind = MediaKind.parse(file.kind);
  const uploaded = await client.uploadMedia(kind, await uploadOf(ctx, wanted, file), wanted.options);
  const at = ctx.now();
  await ctx.database.transaction((db) =>
    mediaRepo(db, corpId).update(fileId, { mediaId: uploaded.mediaId, uploadedAt: at }),
  );
  return { mediaId: uploaded.mediaId, uploadedAt: at };
}

/** The address under which the platform keeps a picture for good. */
export async function pictureUrlOf(ctx: PlatformMediaContext, wanted: Wanted): Promise<string> {
  const file = await requireFile(ctx, wanted);
  if (file.pictureUrl !== null) {
    return file.pictureUrl;
  }
  const pictureUrl = await wanted.client.uploadImage(await uploadOf(ctx, wanted, file), wanted.options);
  await ctx.database.transaction((db) => mediaRepo(db, wanted.corpId).update(wanted.fileId, { pictureUrl }));
  return pictureUrl;
}

function isGoodEnough(uploadedAt: Date, renew: Renewal, now: Date): boolean {
  const isKept = renew === 'over' ? isUsable(uploadedAt, now) : renewalDue(uploadedAt) > now;
  return renew !== 'always' && isKept;
}

async function requireFile(ctx: PlatformMediaContext, { corpId, fileId }: Wanted): Promise<MediaFileRow> {
  const file = await mediaRepo(ctx.database.read, corpId).findById(fileId);
  if (file === null) {
    throw new MediaFileMissing(`file ${fileId}`);
  }
  return file;
}

async function uploadOf(ctx: PlatformMediaContext, { corpId, fileId }: Wanted, file: MediaFileRow) {
  const content = await mediaRepo(ctx.database.read, corpId).readContent(fileId);
  if (content === null) {
    throw new MediaFileMissing(`content of file ${fileId}`);
  }
  return { filename: file.name, contentType: file.contentType, bytes: new Uint8Array(content) };
}
