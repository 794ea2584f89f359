import type { Handover } from '@guanxi/shared/handovers';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import { enqueueSend, type HandoverContext } from './create-handover.ts';
import { getHandover, requireHandover } from './list-handovers.ts';
import { mayHandOver } from './policy.ts';
import { handoversRepo } from './repository.ts';
import { canRetry } from './rules.ts';

/**
 * Puts what failed and may be tried again back on its way.
 *
 * @throws AppError `handover.not_found`, `handover.not_permitted`, or `handover.nothing_to_retry`
 */
export async function retryHandover(ctx: HandoverContext, actor: Actor, id: number): Promise<Handover> {
  const handover = await requireHandover(ctx, actor, id);
  const { capabilities } = ctx.installations.of(actor.corpId).client.access;
  if (!mayHandOver(handover.kind === 'resigned' ? 'resigned' : 'in_service', capabilities)) {
    throw new AppError('handover.not_permitted');
  }
  await ctx.database.transaction(async (db) => {
    const repo = handoversRepo(db, actor.corpId);
    const ended = await repo.findItems(id, ['failed', 'refused']);
    const retryable = ended.filter(canRetry);
    if (retryable.length === 0) {
      throw new AppError('handover.nothing_to_retry');
    }
    await repo.beginAgain(retryable.map((item) => item.id));
    await enqueueSend(ctx.queue, db, handover);
  });
  ctx.queue.wake();
  return getHandover(ctx, actor, id);
}
