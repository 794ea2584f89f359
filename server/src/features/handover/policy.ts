import type { ErrorCode } from '@guanxi/shared/errors';
import type { HandoverKind } from '@guanxi/shared/handovers';

/** What the decision looks at of a member. */
export interface HandoverMember {
  readonly id: number;
  readonly isFollowUser: boolean;
  readonly leftAt: Date | null;
}

/** What the installation may do. */
export interface HandoverCapabilities {
  readonly handsOver: boolean;
  readonly handsOverResigned: boolean;
}

/** Which kind of handover a giver needs. */
export function kindOfGiver(giver: Pick<HandoverMember, 'leftAt'>): HandoverKind {
  return giver.leftAt === null ? 'in_service' : 'resigned';
}

/** True when the installation may do this kind of handover. */
export function mayHandOver(kind: HandoverKind, can: HandoverCapabilities): boolean {
  return kind === 'in_service' ? can.handsOver : can.handsOverResigned;
}

/**
 * Why a handover must not begin; null when it may. Admins hand over anybody's customers, managers those of members
 * below them to members below them; anybody outside that looks as if they were not there.
 *
 * @param scope - `all`, or the members whose customers the asker may see
 */
export function refusalToHandOver(request: {
  readonly scope: 'all' | readonly number[];
  readonly giver: HandoverMember | null;
  readonly taker: HandoverMember | null;
  readonly can: HandoverCapabilities;
}): ErrorCode | null {
  const { giver, taker, scope, can } = request;
  const sees = (member: HandoverMember) => scope === 'all' || scope.includes(member.id);
  if (giver === null || taker === null || !sees(giver) || !sees(taker)) {
    return 'member.not_found';
  }
  if (giver.id === taker.id) {
    return 'handover.same_member';
  }
  if (taker.leftAt !== null || !taker.isFollowUser) {
    return 'handover.cannot_take_over';
  }
  return mayHandOver(kindOfGiver(giver), can) ? null : 'handover.not_permitted';
}
