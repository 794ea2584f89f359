import type { FollowUp, FollowUpInput } from '@guanxi/shared/follow-ups';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import { requireCustomer } from '../customers/require-customer.ts';
import type { ScopeOf } from '../customers/scope.ts';
import type { MemberNames } from '../members/member-names.ts';
import { recordTimeline, setFollowUpHidden } from '../timeline/record-timeline.ts';
import { readFollowUp } from './find-follow-ups.ts';
import { refusalToChange } from './policy.ts';
import { followUpsRepo } from './repository.ts';
import { isInPast } from './rules.ts';
import type { FollowUpRow } from './table.ts';

/** What writing needs of the server. */
export interface FollowUpContext {
  readonly database: Database;
  readonly memberNames: MemberNames;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/**
 * Writes a follow-up, its timeline entry, and drops the draft, in one transaction. The same request
 * key a second time changes nothing and answers the same.
 */
export async function createFollowUp(
  ctx: FollowUpContext,
  actor: Actor,
  customerId: number,
  input: FollowUpInput & { requestKey: string },
): Promise<FollowUp> {
  await requireCustomer(ctx, actor, customerId);
  const now = ctx.now();
  const nextAt = parseNextAt(input.nextAt, now);
  const row = await ctx.database.transaction(async (db) => {
    const repo = followUpsRepo(db, actor.corpId);
    const written = await repo.addOnce({
      customerId,
      memberId: actor.memberId,
      method: input.method,
      outcome: input.outcome,
      body: input.text,
      nextAt,
      requestKey: input.requestKey,
      createdAt: now,
      editedAt: null,
      deletedAt: null,
    });
    await recordTimeline(db, actor.corpId, [
      {
        customerId: written.customerId,
        at: written.createdAt,
        kind: 'follow_up',
        actorKind: 'member',
        actorMemberId: actor.memberId,
        memberId: actor.memberId,
        followUpId: written.id,
        detail: {},
        key: `follow_up:${written.id}`,
      },
    ]);
    await repo.deleteDraft(customerId, actor.memberId);
    return written;
  });
  return readFollowUp(ctx, actor, row);
}

/** Changes a follow-up; its author may for 24 hours. */
export async function updateFollowUp(
  ctx: FollowUpContext,
  actor: Actor,
  id: number,
  input: FollowUpInput,
): Promise<FollowUp> {
  const now = ctx.now();
  const row = await ctx.database.transaction(async (db) => {
    const repo = followUpsRepo(db, actor.corpId);
    const current = await requireChangeable(ctx, repo, actor, id);
    if (current.deletedAt !== null) {
      throw new AppError('follow_up.not_found');
    }
    const wantedNextAt = input.nextAt === null ? null : new Date(input.nextAt);
    // A date that was set earlier may have passed meanwhile; only a new one is checked.
    const isSameDate = wantedNextAt?.getTime() === current.nextAt?.getTime();
    const nextAt = isSameDate ? current.nextAt : parseNextAt(input.nextAt, now);
    const changes = { method: input.method, outcome: input.outcome, body: input.text, nextAt, editedAt: now };
    await repo.update(id, changes);
    return { ...current, ...changes };
  });
  return readFollowUp(ctx, actor, row);
}

/** Takes a follow-up back; `restoreFollowUp` undoes it. */
export async function deleteFollowUp(ctx: FollowUpContext, actor: Actor, id: number): Promise<void> {
  await setDeleted(ctx, actor, id, ctx.now());
}

/** Brings a deleted follow-up back. */
export async function restoreFollowUp(ctx: FollowUpContext, actor: Actor, id: number): Promise<FollowUp> {
  return readFollowUp(ctx, actor, await setDeleted(ctx, actor, id, null));
}

async function setDeleted(
  ctx: FollowUpContext,
  actor: Actor,
  id: number,
  deletedAt: Date | null,
): Promise<FollowUpRow> {
  return ctx.database.transaction(async (db) => {
    const repo = followUpsRepo(db, actor.corpId);
    const row = await requireChangeable(ctx, repo, actor, id);
    await repo.update(id, { deletedAt });
    await setFollowUpHidden(db, actor.corpId, id, deletedAt);
    return { ...row, deletedAt };
  });
}

async function requireChangeable(
  ctx: FollowUpContext,
  repo: ReturnType<typeof followUpsRepo>,
  actor: Actor,
  id: number,
): Promise<FollowUpRow> {
  const row = await repo.findById(id);
  if (row === null || !(await mayKnow(ctx, actor, row))) {
    throw new AppError('follow_up.not_found');
  }
  const refusal = refusalToChange(row, actor.memberId, ctx.now());
  if (refusal !== null) {
    throw new AppError(refusal);
  }
  return row;
}

/**
 * Whose follow-up it is is told only to those who may see the customer. An author may always, but without a licence
 * no more than the customer.
 */
async function mayKnow(ctx: FollowUpContext, actor: Actor, row: FollowUpRow): Promise<boolean> {
  if (row.memberId === actor.memberId && !actor.isUnlicensed) {
    return true;
  }
  try {
    await requireCustomer(ctx, actor, row.customerId);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'customer.not_found') {
      return false;
    }
    throw error;
  }
}

function parseNextAt(value: string | null, now: Date): Date | null {
  const nextAt = value === null ? null : new Date(value);
  if (isInPast(nextAt, now)) {
    throw new AppError('follow_up.next_in_past');
  }
  return nextAt;
}
