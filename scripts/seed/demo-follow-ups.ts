import { setTimeout as pause } from 'node:timers/promises';
import { DAY, HOUR } from '@guanxi/shared/time';
import { bulkUpsert } from '../../server/src/db/bulk.ts';
import {
  type Database,
  type DatabaseConfig,
  type Db,
  openDatabase,
} from '../../server/src/db/data-source.ts';
import { rowsOf } from '../../server/src/db/rows.ts';
import { type FollowRelationRow, followRelationTable } from '../../server/src/features/customers/table.ts';
import { type FollowUpRow, followUpTable } from '../../server/src/features/follow-ups/table.ts';
import { syncRunTable } from '../../server/src/features/sync/table.ts';
import { timelineEntryTable } from '../../server/src/features/timeline/table.ts';
import { migrations, tables } from '../../server/src/tables.ts';
import { stories } from './follow-up-texts.ts';

const syncDeadlineMs = 30_000;
const pollMs = 100;
/** A member's newest customers that get a story. */
const customersPerMember = 12;

/**
 * Gives the demo company a follow-up history, as if its reps had used Guanxi for weeks. Waits for the
 * first sync; a database that has any follow-up is left as it is.
 *
 * @returns how many follow-ups were written
 * @throws when the first sync does not end in time
 */
export async function seedDemoFollowUps(
  config: DatabaseConfig,
  now: Date,
  stopped: AbortSignal,
): Promise<number> {
  const database = await openDatabase(config, tables, migrations);
  try {
    await firstSync(database, stopped);
    return await database.transaction((db) => writeStories(db, now));
  } finally {
    await database.close();
  }
}

async function firstSync(database: Database, stopped: AbortSignal): Promise<void> {
  const deadline = Date.now() + syncDeadlineMs;
  while ((await rowsOf(database.read, syncRunTable).countBy({ status: 'done' })) === 0) {
    if (Date.now() > deadline) {
      throw new Error('the first sync did not end');
    }
    await pause(pollMs, undefined, { signal: stopped });
  }
}

async function writeStories(db: Db, now: Date): Promise<number> {
  // The server writes to the same file. A transaction of SQLite that begins by reading cannot wait for it later, one
  // that begins by writing, even nothing, waits here.
  await db.query('UPDATE follow_up SET corp_id = corp_id WHERE 1 = 0');
  if ((await rowsOf(db, followUpTable).count()) > 0) {
    return 0;
  }
  const relations = await rowsOf(db, followRelationTable).find({
    where: { status: 'active' },
    order: { memberId: 'ASC', followedAt: 'DESC' },
  });
  const rows = firstOfEachMember(relations).flatMap((relation, index) => storyRows(relation, index, now));
  await bulkUpsert(db, followUpTable, rows, { unique: ['corpId', 'memberId', 'requestKey'], update: [] });
  const written = await rowsOf(db, followUpTable).find();
  await bulkUpsert(db, timelineEntryTable, written.map(timelineRow), {
    unique: ['corpId', 'entryKey'],
    update: [],
  });
  return written.length;
}

/** The customer of the demo's first chat; she gets the first story. */
const featuredRemark = '欧阳娜娜';

function firstOfEachMember(relations: readonly FollowRelationRow[]): FollowRelationRow[] {
  const taken = new Map<number, number>();
  const isFeatured = (relation: FollowRelationRow) => relation.remark.startsWith(featuredRemark);
  return relations
    .toSorted((a, b) => Number(isFeatured(b)) - Number(isFeatured(a)))
    .filter((relation) => {
      const count = taken.get(relation.memberId) ?? 0;
      taken.set(relation.memberId, count + 1);
      return count < customersPerMember;
    });
}

/** One story, its last entry one to three days ago and the others two days apart before it. */
function storyRows(relation: FollowRelationRow, index: number, now: Date): Omit<FollowUpRow, 'id'>[] {
  const story = stories[index % stories.length] ?? [];
  const lastAt = now.getTime() - (1 + (index % 3)) * DAY - (index % 7) * HOUR;
  return story.flatMap((text, position) => {
    const createdAt = new Date(lastAt - (story.length - 1 - position) * 2 * DAY);
    if (createdAt < relation.followedAt) {
      return [];
    }
    return [
      {
        corpId: relation.corpId,
        customerId: relation.customerId,
        memberId: relation.memberId,
        method: text.method,
        outcome: text.outcome,
        body: text.body,
        nextAt: text.nextDays === null ? null : atHalfPastNine(createdAt.getTime() + text.nextDays * DAY),
        requestKey: `demo-${relation.id}-${position}`,
        createdAt,
        editedAt: null,
        deletedAt: null,
      },
    ];
  });
}

/** 09:30 of that day in China, where the demo company is. */
function atHalfPastNine(time: number): Date {
  const chinaOffset = 8 * HOUR;
  return new Date(Math.floor((time + chinaOffset) / DAY) * DAY - chinaOffset + 9.5 * HOUR);
}

function timelineRow(row: FollowUpRow) {
  return {
    corpId: row.corpId,
    customerId: row.customerId,
    at: row.createdAt,
    kind: 'follow_up',
    actorKind: 'member',
    actorMemberId: row.memberId,
    memberId: row.memberId,
    followUpId: row.id,
    detail: {},
    entryKey: `follow_up:${row.id}`,
    hiddenAt: null,
  };
}
