import { DAY } from '@guanxi/shared/time';
import type { WelcomeCounts } from '@guanxi/shared/welcome';
import type { Database, Db } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { presentCounts, presentReasons } from './present.ts';
import { welcomeRepo } from './repository.ts';

const reportedMs = 30 * DAY;

/** What became of the welcomes of the last 30 days. */
export async function reportWelcomes(
  ctx: { readonly database: Pick<Database, 'read'>; readonly now: () => Date },
  actor: Actor,
) {
  const asOf = ctx.now();
  const from = new Date(asOf.getTime() - reportedMs);
  const rows = await welcomeRepo(ctx.database.read, actor.corpId).countSince(from);
  return {
    counts: presentCounts(rows),
    reasons: presentReasons(rows),
    from: from.toISOString(),
    asOf: asOf.toISOString(),
  };
}

/** Counts by way, of all time; a way without any is left out. */
export async function countWelcomesOfWays(
  db: Db,
  corpId: number,
  wayIds: readonly number[],
): Promise<Map<number, WelcomeCounts>> {
  const rows = await welcomeRepo(db, corpId).countOfWays(wayIds);
  const byWay = Map.groupBy(rows, (row) => row.wayId ?? 0);
  return new Map([...byWay].map(([wayId, own]) => [wayId, presentCounts(own)]));
}
