import type { ColleagueMobiles } from '@guanxi/shared/profile';
import type { Keyring } from '../../db/keyring.ts';
import type { Actor } from '../../http/session.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { mobileRefsOf } from '../profile/mobile-refs.ts';
import { profileOfRow } from './relation-profile.ts';
import { type CustomerScope, isInScope } from './scope.ts';
import type { FollowRelationRow } from './table.ts';

/** The masked phones of the relations in the actor's scope that are not their own. */
export async function presentColleagueMobiles(
  ctx: { readonly memberNames: MemberNames; readonly keyring: Keyring },
  actor: Actor,
  { relations, scope }: { relations: readonly FollowRelationRow[]; scope: CustomerScope },
): Promise<ColleagueMobiles[]> {
  const noted = relations.filter(
    (row) =>
      row.memberId !== actor.memberId && row.sealedMobiles !== null && isInScope(scope, [row.memberId]),
  );
  if (noted.length === 0) {
    return [];
  }
  const names = await ctx.memberNames.of(
    actor.corpId,
    noted.map((row) => row.memberId),
  );
  return noted.map((row) => ({
    member: memberRefOf(names, row.memberId),
    mobiles: mobileRefsOf(ctx.keyring, row.id, profileOfRow(row, ctx.keyring).mobiles),
  }));
}
