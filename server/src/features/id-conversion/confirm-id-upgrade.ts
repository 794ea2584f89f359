import type { IdUpgrade } from '@guanxi/shared/id-upgrade';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { holdCorp, prepareUpgraded } from '../corps/upgrade-corp.ts';
import { begin } from './confirm-id-conversion.ts';
import { type FindUpgradeContext, type FoundUpgrade, findUpgrade } from './find-upgrade.ts';
import { getIdUpgrade } from './get-id-upgrade.ts';
import { idConversionRepo } from './repository.ts';
import type { IdConversionRow } from './table.ts';

/** What agreeing needs of the server. */
export interface ConfirmUpgradeContext extends FindUpgradeContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * An administrator agrees that the ids of the installation are upgraded; or, after it stopped, has them checked once
 * more.
 *
 * @param withoutGone - go on without those whom the app no longer sees; counts only once they were told
 * @throws AppError `id_upgrade.not_possible`, `id_conversion.running`
 */
export async function confirmIdUpgrade(
  ctx: ConfirmUpgradeContext,
  actor: Actor,
  { withoutGone }: { withoutGone: boolean },
): Promise<{ upgrade: IdUpgrade | null }> {
  const openCorpId = await askOpenCorpId(ctx, await requireUpgrade(ctx, actor.corpId));
  const found = await requireUpgrade(ctx, actor.corpId, openCorpId);
  await ctx.database.transaction(async (db) => {
    const row = await prepare(ctx, db, found, openCorpId);
    if (row.state === 'converting' || row.state === 'moving') {
      throw new AppError('id_conversion.running');
    }
    const now = ctx.now();
    const waivedAt = withoutGone && row.state === 'stopped' ? now : null;
    await begin(ctx, db, row, { confirmedBy: actor.memberId, confirmedAt: now, waivedAt });
  });
  ctx.queue.wake();
  return getIdUpgrade(ctx, actor);
}

async function requireUpgrade(
  ctx: FindUpgradeContext,
  corpId: number,
  openCorpId: string | null = null,
): Promise<FoundUpgrade> {
  const found = await findUpgrade(ctx, corpId, openCorpId);
  if (found === null || found.obstacle !== null) {
    throw new AppError('id_upgrade.not_possible');
  }
  return found;
}

/** The company's id at the provider; null where the installation keeps the one it has. */
async function askOpenCorpId(ctx: FindUpgradeContext, { corp, open }: FoundUpgrade): Promise<string | null> {
  if (!open.members || ctx.provider === null) {
    return null;
  }
  return ctx.provider.client.getOpenCorpId(corp.wecomCorpId, { priority: 'interactive' });
}

/** The upgrade, held; made when an administrator agrees for the first time. */
async function prepare(
  ctx: ConfirmUpgradeContext,
  db: Db,
  { corp: { id: corpId }, open }: FoundUpgrade,
  openCorpId: string | null,
): Promise<IdConversionRow> {
  const corp = await holdCorp(db, corpId);
  const next = corp.replacedBy ?? (await prepareUpgraded(db, corp, openCorpId, ctx.now()))?.id;
  if (next === undefined) {
    throw new AppError('id_upgrade.not_possible');
  }
  const repo = idConversionRepo(db, next);
  await repo.note({ fromCorpId: corpId, proof: 'upgrade', foundAt: ctx.now(), openSubjects: open });
  const row = await repo.lock();
  if (row === null) {
    throw new Error(`The upgrade of the corp ${corpId} was lost while being written`);
  }
  return row;
}
