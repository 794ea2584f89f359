import type { Db } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { findMemberPlace } from '../members/member-place.ts';
import { withAncestors } from '../members/rules.ts';
import { tagsRepo } from './repository.ts';
import { isInStrategy } from './rules.ts';

/** The strategy groups whose tags a member may use. */
export async function ownStrategies(
  db: Db,
  { corpId, userId }: Pick<Actor, 'corpId' | 'userId'>,
): Promise<ReadonlySet<string>> {
  const strategies = await tagsRepo(db, corpId).listStrategies();
  if (strategies.length === 0) {
    return new Set();
  }
  const { departmentIds, tree } = await findMemberPlace(db, corpId, userId);
  const place = { userId, departmentIds: withAncestors(tree, departmentIds) };
  return new Set(
    strategies.filter((strategy) => isInStrategy(strategy, place)).map((strategy) => strategy.strategyId),
  );
}
