import { randomUUID } from 'node:crypto';
import type { ProfileEdit, ProfileFieldName } from '@guanxi/shared/profile';
import type { Database, Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { profileOfRow } from '../customers/relation-profile.ts';
import { type OwnRelation, requireCustomer, requireOwnRelation } from '../customers/require-customer.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { openMobileRef } from './mobile-refs.ts';
import { refusalToEdit } from './policy.ts';
import { pushProfileKey, pushProfileKind } from './push-profile-kind.ts';
import { profileRepo } from './repository.ts';
import { type EditedMobile, neededFields, platformEdit } from './rules.ts';
import { sealValue } from './stored-changes.ts';

/** What changing needs of the server. */
export interface ChangeProfileContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/**
 * Stores what the actor wants as intent, field by field, and the job that brings it to the platform, in one
 * transaction. A newer edit of a field takes the place of the one before.
 *
 * @throws AppError `profile.no_relation` when the pair is no longer connected, and one of the limits' codes
 * for what the platform would refuse
 */
export async function changeProfile(
  ctx: ChangeProfileContext,
  actor: Actor,
  customerId: number,
  edit: ProfileEdit,
): Promise<void> {
  const customer = await requireCustomer(ctx, actor, customerId);
  await ctx.database.transaction(async (db) => {
    const relation = await requireEditable(db, actor, customerId);
    const checked = platformEdit(resolveMobiles(ctx.keyring, relation.id, edit), customer.type);
    if ('refusal' in checked) {
      throw new AppError(checked.refusal);
    }
    const repo = profileRepo(db, actor.corpId);
    const changes = await repo.findOfRelations([relation.id]);
    const underWay = changes.filter((change) => change.state === 'pending').map((change) => change.field);
    const known = profileOfRow(relation, ctx.keyring);
    const { needed, settled } = neededFields(checked.values, known, new Set(underWay));
    await repo.deleteFailed(relation.id, settled);
    await repo.saveAll(
      needed.map((field) => ({
        relationId: relation.id,
        field,
        sealedValue: sealValue(ctx.keyring, checked.values[field] ?? ''),
        changeKey: randomUUID(),
        state: 'pending',
        reason: null,
        errcode: null,
        attempts: 0,
        requestedBy: actor.memberId,
        requestedAt: ctx.now(),
        doneAt: null,
      })),
    );
    if (needed.length > 0) {
      await enqueuePush(ctx.queue, db, actor.corpId, relation.id);
    }
  });
  ctx.queue.wake();
}

/** Sends failed changes again. */
export async function retryProfile(
  ctx: ChangeProfileContext,
  actor: Actor,
  customerId: number,
  fields: readonly ProfileFieldName[],
): Promise<void> {
  await ctx.database.transaction(async (db) => {
    const relation = await requireEditable(db, actor, customerId);
    const repo = profileRepo(db, actor.corpId);
    const failed = await failedChanges(repo, relation.id, fields);
    await repo.markPending(
      relation.id,
      failed.map((change) => change.changeKey),
    );
    await enqueuePush(ctx.queue, db, actor.corpId, relation.id);
  });
  ctx.queue.wake();
}

/** Gives failed changes up; what the platform has stands again. */
export async function undoProfile(
  ctx: ChangeProfileContext,
  actor: Actor,
  customerId: number,
  fields: readonly ProfileFieldName[],
): Promise<void> {
  await ctx.database.transaction(async (db) => {
    const relation = await requireOwnRelation({ database: { read: db } }, actor, customerId);
    const repo = profileRepo(db, actor.corpId);
    const failed = await failedChanges(repo, relation.id, fields);
    await repo.deleteFailed(
      relation.id,
      failed.map((change) => change.field),
    );
  });
}

async function requireEditable(db: Db, actor: Actor, customerId: number): Promise<OwnRelation> {
  const relation = await requireOwnRelation({ database: { read: db } }, actor, customerId);
  const refusal = refusalToEdit(relation, actor.memberId);
  if (refusal !== null) {
    throw new AppError(refusal);
  }
  return relation;
}

function resolveMobiles(keyring: Keyring, relationId: number, edit: ProfileEdit) {
  const mobiles = edit.mobiles?.map((entry): EditedMobile => {
    if ('number' in entry) {
      return { number: entry.number, isTyped: true };
    }
    const number = openMobileRef(keyring, relationId, entry.ref);
    if (number === null) {
      throw new AppError('profile.mobile_unknown');
    }
    return { number, isTyped: false };
  });
  return { ...edit, mobiles };
}

async function failedChanges(
  repo: ReturnType<typeof profileRepo>,
  relationId: number,
  fields: readonly string[],
) {
  const changes = await repo.findOfRelations([relationId]);
  const failed = changes.filter((change) => change.state === 'failed' && fields.includes(change.field));
  if (failed.length === 0) {
    throw new AppError('profile.no_change');
  }
  return failed;
}

function enqueuePush(queue: Queue, db: Db, corpId: number, relationId: number): Promise<void> {
  return queue.enqueue(db, pushProfileKind, {
    corpId,
    key: pushProfileKey(relationId),
    payload: { relationId },
  });
}
