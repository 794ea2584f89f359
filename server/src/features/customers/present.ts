import {
  type Customer,
  type CustomerListItem,
  CustomerType,
  type FollowRelation,
  RelationStatus,
} from '@guanxi/shared/customers';
import type { MemberRef } from '@guanxi/shared/member-ref';
import type { ProfileValues } from './profile-rules.ts';
import type { CustomerListRow } from './repository.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

/** A customer as one member sees it: their remark goes before the customer's own name. */
export function presentCustomer(row: CustomerRow, profile: ProfileValues | null): Customer {
  const remark = profile?.remark || null;
  return {
    id: row.id,
    externalUserId: row.externalUserId,
    displayName: remark ?? row.name,
    name: row.name,
    avatar: row.avatar,
    type: CustomerType.parse(row.type),
    gender: row.gender === 'male' || row.gender === 'female' ? row.gender : 'unknown',
    company: profile?.company || row.corpName,
    position: row.position,
    remark,
    description: profile?.description || null,
  };
}

/**
 * A relation as its reader sees it.
 *
 * @param names - the member of the relation, the customer, and other members by userid
 */
export function presentRelation(
  row: FollowRelationRow,
  names: {
    member: MemberRef;
    isMine: boolean;
    customer: { externalUserId: string; name: string };
    /** The name of the way the customer came by, or its bare mark. */
    channel: string | null;
    operatorName: string;
  },
): FollowRelation {
  return {
    member: names.member,
    isMine: names.isMine,
    status: RelationStatus.parse(row.status),
    addedAt: row.followedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    addWay: row.addWay,
    channel: names.channel,
    addedBy: addedBy(row, names),
  };
}

function addedBy(
  row: FollowRelationRow,
  names: { customer: { externalUserId: string; name: string }; operatorName: string },
): FollowRelation['addedBy'] {
  if (row.operUserId === null || row.operUserId === '') {
    return { kind: 'unknown', name: '', userId: '' };
  }
  return row.operUserId === names.customer.externalUserId
    ? { kind: 'customer', name: names.customer.name, userId: '' }
    : { kind: 'member', name: names.operatorName, userId: row.operUserId };
}

/** A row of the customer list. */
export function presentListItem(row: CustomerListRow): CustomerListItem {
  return {
    id: row.customerId,
    externalUserId: row.externalUserId,
    displayName: row.remark || row.name,
    avatar: row.avatar,
    type: CustomerType.parse(row.type),
    company: row.remarkCompany ?? row.corpName,
    status: RelationStatus.parse(row.status),
    addedAt: row.followedAt.toISOString(),
  };
}
