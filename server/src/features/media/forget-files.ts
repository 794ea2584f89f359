import { DAY } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob } from '../../queue/job.ts';
import { forgetFilesKind } from './forget-files-kind.ts';
import { mediaRepo } from './repository.ts';

interface ForgetContext {
  readonly database: Pick<Database, 'read' | 'transaction'>;
  readonly now: () => Date;
}

/** Tells which of some files a feature still names. */
export type NamedFiles = (
  db: Db,
  corpId: number,
  fileIds: ReadonlySet<number>,
) => Promise<ReadonlySet<number>>;

/** What is on its way to this company: files may be here before the messages that name them. */
export type IsMoving = (db: Db, corpId: number) => Promise<boolean>;

/** A file that was just uploaded waits for its message to be written. */
const keptUnnamedMs = DAY;
/** A file has up to 10 MB, and all of a batch go in one transaction. */
const atATime = 20;

/**
 * Removes files that no message names, a day after they were uploaded or last put into one; every night, some at a
 * time.
 *
 * @param features - everything that names files
 */
export function forgetFilesJob(features: readonly NamedFiles[], isMoving: IsMoving) {
  return defineJob<ForgetContext, object>({
    ...forgetFilesKind,
    payload: z.object({}),
    maxAttempts: 8,
    async run(ctx, _payload, job) {
      if (await isMoving(ctx.database.read, job.corpId)) {
        return undefined;
      }
      const before = new Date(ctx.now().getTime() - keptUnnamedMs);
      for (let after: number | null = 0; after !== null; ) {
        job.signal.throwIfAborted();
        const from: number = after;
        after = await ctx.database.transaction((db) =>
          forgetBatch(db, job.corpId, { features, before, after: from }),
        );
      }
      return undefined;
    },
  });
}

/** The files stay locked, so that nobody puts one into a message between the look and the removal. */
async function forgetBatch(
  db: Db,
  corpId: number,
  batch: { features: readonly NamedFiles[]; before: Date; after: number },
): Promise<number | null> {
  const repo = mediaRepo(db, corpId);
  const fileIds = await repo.lockOlder(batch.before, { after: batch.after, limit: atATime });
  const wanted = new Set(fileIds);
  const named = new Set<number>();
  for (const namedFiles of wanted.size === 0 ? [] : batch.features) {
    for (const fileId of await namedFiles(db, corpId, wanted)) {
      named.add(fileId);
    }
  }
  await repo.remove(fileIds.filter((fileId) => !named.has(fileId)));
  return fileIds.length < atATime ? null : (fileIds.at(-1) ?? null);
}
