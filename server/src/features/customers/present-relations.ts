import type { FollowRelation } from '@guanxi/shared/customers';
import type { Actor } from '../../http/session.ts';
import type { WayNames } from '../contact-ways/way-names.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { presentRelation } from './present.ts';
import { isCurrent } from './relation-rules.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

/** The relations of a customer with the names of their members, current ones first, then by age. */
export async function presentRelations(
  ctx: { readonly memberNames: MemberNames; readonly wayNames: WayNames },
  actor: Actor,
  customer: CustomerRow,
  rows: readonly FollowRelationRow[],
): Promise<FollowRelation[]> {
  const [names, ways] = await Promise.all([
    ctx.memberNames.of(
      actor.corpId,
      rows.map((row) => row.memberId),
    ),
    ctx.wayNames.of(
      actor.corpId,
      rows.map((row) => row.channel),
    ),
  ]);
  const nameByUserId = new Map([...names.values()].map((name) => [name.userId, name.name]));
  return rows.toSorted(byCurrentThenAge).map((row) =>
    presentRelation(row, {
      member: memberRefOf(names, row.memberId),
      isMine: row.memberId === actor.memberId,
      customer,
      channel: ways.get(row.channel ?? '') ?? row.channel,
      operatorName: nameByUserId.get(row.operUserId ?? '') ?? '',
    }),
  );
}

function byCurrentThenAge(a: FollowRelationRow, b: FollowRelationRow): number {
  const current = Number(isCurrent(b.status)) - Number(isCurrent(a.status));
  return current !== 0 ? current : a.followedAt.getTime() - b.followedAt.getTime();
}
