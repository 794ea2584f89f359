import type { FollowUp, SavedDraft } from '@guanxi/shared/follow-ups';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { presentDraft, presentFollowUp } from './present.ts';
import { followUpsRepo } from './repository.ts';
import { nextStepOf } from './rules.ts';
import type { FollowUpRow } from './table.ts';

interface ReadContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
  readonly now: () => Date;
}

/**
 * Follow-ups by id, as the actor reads them.
 *
 * @param known - rows that were read already; only the others are asked for
 */
export async function findFollowUps(
  ctx: ReadContext,
  actor: Actor,
  ids: readonly number[],
  known: readonly FollowUpRow[] = [],
): Promise<Map<number, FollowUp>> {
  const knownById = new Map(known.map((row) => [row.id, row]));
  const others = await followUpsRepo(ctx.database.read, actor.corpId).findByIds(
    ids.filter((id) => !knownById.has(id)),
  );
  const rows = [...ids.flatMap((id) => knownById.get(id) ?? []), ...others];
  const followUps = await presentAll(ctx, actor, rows);
  return new Map(followUps.map((followUp) => [followUp.id, followUp]));
}

/** One follow-up as the actor reads it. */
export async function readFollowUp(ctx: ReadContext, actor: Actor, row: FollowUpRow): Promise<FollowUp> {
  const [followUp] = await presentAll(ctx, actor, [row]);
  if (followUp === undefined) {
    throw new Error('A follow-up was lost on its way out');
  }
  return followUp;
}

async function presentAll(ctx: ReadContext, actor: Actor, rows: readonly FollowUpRow[]): Promise<FollowUp[]> {
  const names = await ctx.memberNames.of(
    actor.corpId,
    rows.map((row) => row.memberId),
  );
  const now = ctx.now();
  return rows.map((row) =>
    presentFollowUp(row, {
      memberId: actor.memberId,
      author: memberRefOf(names, row.memberId),
      now,
    }),
  );
}

/** The newest follow-ups of a customer; and of the actor what they planned next, and what they have half written. */
export interface NewestFollowUps {
  readonly newest: readonly FollowUpRow[];
  readonly nextStep: ReturnType<typeof nextStepOf>;
  readonly draft: SavedDraft | null;
}

/** Reads what a card shows of follow-ups, and so many of the newest. */
export async function readNewestFollowUps(
  ctx: Pick<ReadContext, 'database' | 'now'>,
  actor: Actor,
  customerId: number,
  limit: number,
): Promise<NewestFollowUps> {
  const repo = followUpsRepo(ctx.database.read, actor.corpId);
  const { newest, draft } = await repo.findNewestAndDraft(customerId, actor.memberId, limit);
  const isComplete = newest.length < limit;
  const own =
    newest.find((row) => row.memberId === actor.memberId) ??
    (isComplete ? null : await repo.findNewestOfMember(customerId, actor.memberId));
  return {
    newest,
    nextStep: nextStepOf(own, ctx.now()),
    draft: draft === null ? null : presentDraft(draft),
  };
}
