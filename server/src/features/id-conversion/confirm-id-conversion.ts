import type { IdConversion } from '@guanxi/shared/id-conversion';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { describeConversion } from './get-id-conversion.ts';
import { enqueueConvertIds } from './id-conversion-kinds.ts';
import { idConversionRepo } from './repository.ts';
import type { IdConversionRow } from './table.ts';

/** What agreeing needs of the server. */
export interface ConfirmContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * An administrator agrees that the history of the former app comes here; or asks once more for what failed or was
 * kept.
 *
 * @throws AppError `id_conversion.not_found`, `id_conversion.running`
 */
export async function confirmIdConversion(
  ctx: ConfirmContext,
  actor: Actor,
): Promise<{ conversion: IdConversion | null }> {
  await ctx.database.transaction(async (db) => {
    const row = await idConversionRepo(db, actor.corpId).lock();
    if (row === null || !(await isStillTheirs(db, row))) {
      throw new AppError('id_conversion.not_found');
    }
    if (row.state === 'converting' || row.state === 'moving') {
      throw new AppError('id_conversion.running');
    }
    await begin(ctx, db, row, { confirmedBy: actor.memberId, confirmedAt: ctx.now() });
  });
  ctx.queue.wake();
  return { conversion: await describeConversion(ctx.database.read, actor.corpId) };
}

/**
 * Another installation of the company may have taken the history meanwhile. An upgrade of ids is agreed to where the
 * old ones are, until it is done.
 */
async function isStillTheirs(db: Db, row: IdConversionRow): Promise<boolean> {
  if (row.proof === 'upgrade') {
    return row.replacedAt !== null;
  }
  const former = await requireCorp(db, row.fromCorpId);
  return former.status === 'active' || former.replacedBy === row.corpId;
}

/** Begins an attempt from its first step. */
export async function begin(
  ctx: { readonly queue: Queue },
  db: Db,
  row: IdConversionRow,
  by: Partial<Pick<IdConversionRow, 'confirmedBy' | 'confirmedAt' | 'waivedAt'>> = {},
): Promise<void> {
  await idConversionRepo(db, row.corpId).update({
    ...{ ...by, state: 'converting', attempt: row.attempt + 1, step: null, stepCursor: '' },
    ...{ refusedErrcode: null, finishedAt: null, failure: null },
  });
  await enqueueConvertIds(ctx, db, row.corpId);
}
