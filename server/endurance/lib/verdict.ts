import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/db/data-source.ts';
import type { Happening, Traffic } from './traffic.ts';

/** What a run shows. */
export interface Verdict {
  /** Callbacks the platform sent, of which so many were acknowledged. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged, and not in the inbox or never handled. */
  readonly lost: number;
  /** New customers told twice in a timeline. */
  readonly doubled: number;
  /** Relations whose acknowledged changes are not in our tables. */
  readonly diverged: number;
  /** Work that was given up. */
  readonly dead: number;
}

const lookEveryMs = 250;
const handledWithinMs = 600_000;

/** Ends the traffic, waits until all of it was handled, and judges. @throws when that takes too long */
export async function verdictOf(database: Database, traffic: Traffic): Promise<Verdict> {
  await traffic.end();
  await untilHandled(database);
  return judge(database, traffic.happenings);
}

async function untilHandled(database: Database): Promise<void> {
  const deadline = Date.now() + handledWithinMs;
  for (;;) {
    const open = await countOf(
      database,
      "SELECT COUNT(*) AS n FROM job WHERE name = 'inbox' AND status = 'ready'",
    ).catch(() => Number.NaN);
    if (open === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${open} subjects still wait after ${handledWithinMs} ms`);
    }
    await sleep(lookEveryMs);
  }
}

/** Compares what was acknowledged with what became of it. */
export async function judge(database: Database, happenings: readonly Happening[]): Promise<Verdict> {
  const acknowledged = happenings.filter(({ push }) => push.outcome === 'delivered');
  return {
    sent: happenings.length,
    acknowledged: acknowledged.length,
    lost: await countLost(database, acknowledged),
    doubled: await countOf(
      database,
      `SELECT COUNT(*) AS n FROM (SELECT customer_id FROM timeline_entry WHERE kind = 'added'
       GROUP BY customer_id, member_id HAVING COUNT(*) > 1) AS told_twice`,
    ),
    diverged: await countDiverged(database, happenings),
    dead: await countOf(database, "SELECT COUNT(*) AS n FROM job WHERE status = 'dead'"),
  };
}

/** True when nothing is wrong and something was at stake. */
export function isGood(verdict: Verdict): boolean {
  return verdict.acknowledged > 0 && verdict.lost + verdict.doubled + verdict.diverged + verdict.dead === 0;
}

async function countLost(database: Database, acknowledged: readonly Happening[]): Promise<number> {
  const rows: { digest: Buffer }[] = await database.read.query(
    'SELECT digest FROM inbox_event WHERE handled_at IS NOT NULL',
  );
  const handled = new Set(rows.map((row) => row.digest.toString('hex')));
  return acknowledged.filter(({ push }) => !handled.has(digestOf(push.plaintext))).length;
}

function digestOf(plaintext: string): string {
  return createHash('sha256').update(plaintext).digest('hex');
}

/** Relations whose newest change was acknowledged must show it; where the platform gave up, nobody told us. */
async function countDiverged(database: Database, happenings: readonly Happening[]): Promise<number> {
  const newest = new Map(happenings.map((one) => [keyOf(one.pair), one]));
  const rows: { user_id: string; external_user_id: string; remark: string; status: string }[] =
    await database.read.query(
      `SELECT m.user_id, c.external_user_id, r.remark, r.status FROM follow_relation r
       JOIN member m ON m.corp_id = r.corp_id AND m.id = r.member_id
       JOIN customer c ON c.corp_id = r.corp_id AND c.id = r.customer_id`,
    );
  const shown = new Map(
    rows.map((row) => [
      keyOf({ userId: row.user_id, externalUserId: row.external_user_id }),
      `${row.status} ${row.remark}`,
    ]),
  );
  return [...newest.values()].filter(
    ({ pair, remark, push }) => push.outcome === 'delivered' && shown.get(keyOf(pair)) !== `active ${remark}`,
  ).length;
}

function keyOf(pair: { userId: string; externalUserId: string }): string {
  return `${pair.userId}/${pair.externalUserId}`;
}

async function countOf(database: Database, statement: string): Promise<number> {
  const rows: { n: number | string }[] = await database.read.query(statement);
  return Number(rows[0]?.n ?? 0);
}
