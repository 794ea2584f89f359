import type { Db } from '../../db/data-source.ts';
import { memberIdsOf, userIdsOf } from '../members/user-ids.ts';
import { customersRepo } from './repository.ts';
import type { FollowRelationRow } from './table.ts';

/** A relation by the platform's own ids, as write calls need it. */
export interface PlatformRelation {
  readonly relationId: number;
  readonly customerId: number;
  readonly memberId: number;
  readonly externalUserId: string;
  readonly userId: string;
  readonly status: string;
}

/** The platform's ids of a relation; null when it is gone. */
export async function findPlatformRelation(
  db: Db,
  corpId: number,
  relationId: number,
): Promise<PlatformRelation | null> {
  const repo = customersRepo(db, corpId);
  const relation = await repo.findRelationById(relationId);
  if (relation === null) {
    return null;
  }
  const [customer, userIds] = await Promise.all([
    repo.findById(relation.customerId),
    userIdsOf(db, corpId, [relation.memberId]),
  ]);
  const userId = userIds.get(relation.memberId);
  if (customer === null || userId === undefined) {
    return null;
  }
  return {
    relationId,
    customerId: relation.customerId,
    memberId: relation.memberId,
    externalUserId: customer.externalUserId,
    userId,
    status: relation.status,
  };
}

/** A relation by the platform's ids of its two sides; null when there is none here. */
export async function findRelationOfPair(
  db: Db,
  corpId: number,
  pair: { readonly externalUserId: string; readonly userId: string },
): Promise<FollowRelationRow | null> {
  const repo = customersRepo(db, corpId);
  const customer = await repo.findByExternalUserId(pair.externalUserId);
  const memberId = (await memberIdsOf(db, corpId, [pair.userId])).get(pair.userId);
  return customer === null || memberId === undefined ? null : repo.findRelation(customer.id, memberId);
}

/** The customer's own name; null when it is not known here. */
export async function findCustomerName(
  db: Db,
  corpId: number,
  externalUserId: string,
): Promise<string | null> {
  const customer = await customersRepo(db, corpId).findByExternalUserId(externalUserId);
  return customer?.name || null;
}
