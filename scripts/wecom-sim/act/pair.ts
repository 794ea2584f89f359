import { type Corp, findMember } from '../world/corp.ts';
import type { Member, Relation } from '../world/types.ts';
import type { World } from '../world/world.ts';

export interface Pair {
  userId: string;
  externalUserId: string;
}

/** An act that cannot happen in this world, said in words. */
export class ImpossibleAct extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImpossibleAct';
  }
}

export const corpAndMember = (
  world: World,
  corpId: string,
  userId: string,
): { corp: Corp; member: Member } => {
  const corp = world.corps.get(corpId);
  if (!corp) throw new ImpossibleAct(`no corp ${corpId}`);
  const member = findMember(corp, userId);
  if (!member) throw new ImpossibleAct(`no member ${userId} in ${corpId}`);
  return { corp, member };
};

/** The relation of a pair, with the corp it lives in. */
export const existing = (world: World, corpId: string, pair: Pair): { corp: Corp; relation: Relation } => {
  const { corp, member } = corpAndMember(world, corpId, pair.userId);
  const relation = corp.relations.get(member.userid, pair.externalUserId);
  if (!relation) throw new ImpossibleAct(`${pair.userId} does not have ${pair.externalUserId}`);
  return { corp, relation };
};
