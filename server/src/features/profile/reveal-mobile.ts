import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { profileOfRow } from '../customers/relation-profile.ts';
import { requireCustomer, requireRelationInScope } from '../customers/require-customer.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { readMobileRef } from './mobile-refs.ts';
import { readSeenProfile } from './read-profile.ts';

interface RevealContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/**
 * One full phone number of a relation in the actor's scope. The entry of who read it is committed before the
 * number is handed out.
 *
 * @param ref - as the card named the number
 * @throws AppError `profile.mobile_unknown` for a number that is no longer there
 */
export async function revealMobile(
  ctx: RevealContext,
  actor: Actor,
  customerId: number,
  ref: string,
): Promise<{ number: string }> {
  await requireCustomer(ctx, actor, customerId);
  const named = readMobileRef(ctx.keyring, ref);
  if (named === null) {
    throw new AppError('profile.mobile_unknown');
  }
  const relation = await requireRelationInScope(ctx, actor, customerId, named.relationId);
  const profile = profileOfRow(relation, ctx.keyring);
  const seen = await readSeenProfile(ctx, actor.corpId, { id: relation.id, profile });
  if (![...seen.mobiles.value, ...seen.mobiles.saved].includes(named.number)) {
    throw new AppError('profile.mobile_unknown');
  }
  await ctx.database.transaction((db) =>
    recordAudit(db, actor.corpId, {
      actorMemberId: actor.memberId,
      action: 'mobile.read',
      subject: `relation:${relation.id}`,
      at: ctx.now(),
    }),
  );
  return { number: named.number };
}
