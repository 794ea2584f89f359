import type { CustomerContactStatistics } from '@guanxi/shared/statistics';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import type { ScopeOf } from '../customers/scope.ts';
import type { MemberNames } from '../members/member-names.ts';
import { presentStatistics } from './present.ts';
import { statisticsRepo } from './repository.ts';

/** What reading needs of the server. */
export interface StatisticsContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
  readonly scopeOf: ScopeOf;
}

/** The numbers of the members in the actor's scope over some days, each and together. */
export async function listStatistics(
  ctx: StatisticsContext,
  actor: Actor,
  period: { from: string; to: string },
): Promise<CustomerContactStatistics> {
  const repo = statisticsRepo(ctx.database.read, actor.corpId);
  const scope = await ctx.scopeOf(actor);
  const memberIds = scope === 'all' ? null : scope;
  const [behavior, chats, reading] = await Promise.all([
    repo.findBehavior(period, memberIds),
    repo.findChats(period, memberIds),
    repo.findReading(),
  ]);
  const names = await ctx.memberNames.of(
    actor.corpId,
    behavior.map((row) => row.memberId),
  );
  return presentStatistics({ period, behavior, chats, reading, names });
}
