import type { FollowUpDraft, SavedDraft } from '@guanxi/shared/follow-ups';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { requireCustomer } from '../customers/require-customer.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { followUpsRepo } from './repository.ts';

interface DraftContext {
  readonly database: Database;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/** Keeps what a member has half written, in place of what was kept before. */
export async function saveDraft(
  ctx: DraftContext,
  actor: Actor,
  customerId: number,
  content: FollowUpDraft,
): Promise<SavedDraft> {
  await requireCustomer(ctx, actor, customerId);
  const savedAt = ctx.now();
  await ctx.database.transaction((db) =>
    followUpsRepo(db, actor.corpId).saveDraft({ customerId, memberId: actor.memberId, content, savedAt }),
  );
  return { ...content, savedAt: savedAt.toISOString() };
}

/** Drops the draft. */
export async function deleteDraft(ctx: DraftContext, actor: Actor, customerId: number): Promise<void> {
  await requireCustomer(ctx, actor, customerId);
  await ctx.database.transaction((db) =>
    followUpsRepo(db, actor.corpId).deleteDraft(customerId, actor.memberId),
  );
}
