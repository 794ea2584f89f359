import type { CustomerRow, FollowRelationRow } from './table.ts';

/**
 * What a customer takes from the same customer of another installation. The row that is there was read from the
 * platform later, so only what it does not show there is filled in.
 */
export function mergeCustomer(there: CustomerRow, here: CustomerRow): Partial<CustomerRow> {
  return {
    name: there.name || here.name,
    avatar: there.avatar ?? here.avatar,
    gender: there.gender === 'unknown' ? here.gender : there.gender,
    corpName: there.corpName ?? here.corpName,
    position: there.position ?? here.position,
    createdAt: new Date(Math.min(here.createdAt.getTime(), there.createdAt.getTime())),
  };
}

/**
 * What a relation takes from the same relation of another installation. What the platform shows is there already; how
 * the relation ended, or how it came about, may have been told to the former app alone.
 */
export function mergeRelation(there: FollowRelationRow, here: FollowRelationRow): Partial<FollowRelationRow> {
  const isNewer = here.statusAt > there.statusAt;
  return {
    ...(isNewer ? { status: here.status, statusAt: here.statusAt, endedAt: here.endedAt } : {}),
    remark: there.remark || here.remark,
    description: there.description || here.description,
    remarkCompany: there.remarkCompany ?? here.remarkCompany,
    sealedMobiles: there.sealedMobiles ?? here.sealedMobiles,
    channel: there.channel ?? here.channel,
    operUserId: there.operUserId ?? here.operUserId,
  };
}
