import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import { customersRepo } from './repository.ts';
import { isInScope, type ScopeOf } from './scope.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

interface RequireContext {
  readonly database: Pick<Database, 'read'>;
  readonly scopeOf: ScopeOf;
}

/**
 * The customer, when the actor may see it.
 *
 * @throws AppError `customer.not_found` for one that is not there, belongs to another corp, or lies
 * outside the actor's scope: the three look the same from outside; `wecom.licence_missing`
 */
export async function requireCustomer(
  ctx: RequireContext,
  actor: Actor,
  customerId: number,
): Promise<CustomerRow> {
  const repo = customersRepo(ctx.database.read, actor.corpId);
  const [customer, relations, scope] = await Promise.all([
    repo.findById(customerId),
    repo.findRelations([customerId]),
    ctx.scopeOf(actor),
  ]);
  const memberIds = relations.map((relation) => relation.memberId);
  if (customer === null || !isInScope(scope, memberIds)) {
    throw new AppError('customer.not_found');
  }
  requireFollowersLicence(actor, relations);
  return customer;
}

/**
 * Refuses a customer of the actor's own to one without a licence: what was read before it ended, or for a colleague
 * who has one, is no more shown than the platform shows it to them.
 *
 * @throws AppError `wecom.licence_missing`
 */
export function requireFollowersLicence(
  actor: Actor,
  relations: readonly Pick<FollowRelationRow, 'memberId'>[],
): void {
  if (actor.isUnlicensed && relations.some(({ memberId }) => memberId === actor.memberId)) {
    throw new AppError('wecom.licence_missing');
  }
}

/** A relation's row, for use cases of other features that know no table. */
export type OwnRelation = FollowRelationRow;

/**
 * The actor's own relation to a customer.
 *
 * @throws AppError `customer.not_found` when they have none; `wecom.licence_missing`
 */
export async function requireOwnRelation(
  ctx: Pick<RequireContext, 'database'>,
  actor: Actor,
  customerId: number,
): Promise<FollowRelationRow> {
  const relation = await customersRepo(ctx.database.read, actor.corpId).findRelation(
    customerId,
    actor.memberId,
  );
  if (relation === null) {
    throw new AppError('customer.not_found');
  }
  requireFollowersLicence(actor, [relation]);
  return relation;
}

/**
 * A relation of a customer the actor may see, when its member is themself or in their scope.
 *
 * @throws AppError `customer.not_found` for any other
 */
export async function requireRelationInScope(
  ctx: RequireContext,
  actor: Actor,
  customerId: number,
  relationId: number,
): Promise<FollowRelationRow> {
  const [relation, scope] = await Promise.all([
    customersRepo(ctx.database.read, actor.corpId).findRelationById(relationId),
    ctx.scopeOf(actor),
  ]);
  if (relation === null || relation.customerId !== customerId || !isInScope(scope, [relation.memberId])) {
    throw new AppError('customer.not_found');
  }
  return relation;
}
