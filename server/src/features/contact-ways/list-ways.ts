import type { ContactWay, ContactWayDetail } from '@guanxi/shared/contact-ways';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import { searchTermOf } from '../customers/search-text.ts';
import { departmentNamesOf } from '../members/department-names.ts';
import { membersByUserId } from '../members/usable-members.ts';
import { tagNamesOf } from '../tags/require-tags.ts';
import { readMessage } from '../welcome/read-message.ts';
import { countWelcomesOfWays } from '../welcome/report-welcomes.ts';
import { presentWay } from './present.ts';
import { contactWaysRepo } from './repository.ts';
import { countArrivals } from './rules.ts';
import type { ContactWayRow } from './table.ts';

/** What reading ways needs of the server. */
export interface ReadWaysContext {
  readonly database: Pick<Database, 'read'>;
  readonly now: () => Date;
}

const noWelcomes = { sent: 0, notSent: 0, unclear: 0 };

/** One page of the ways, newest first, with who came by each. */
export async function listWays(
  ctx: ReadWaysContext,
  actor: Actor,
  query: { cursor?: string | undefined; limit: number; search: string },
): Promise<{ items: ContactWay[]; nextCursor: string | null; asOf: string }> {
  const asOf = ctx.now().toISOString();
  const rows = await contactWaysRepo(ctx.database.read, actor.corpId).findPage({
    before: decodeCursor(query.cursor),
    search: searchTermOf(query.search),
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return {
    items: await presentWays(ctx.database.read, actor.corpId, shown),
    nextCursor: hasMore ? encodeCursor([last.createdAt.getTime(), last.id]) : null,
    asOf,
  };
}

/** One way with its welcome message. @throws AppError `contact_way.not_found` */
export async function getWay(ctx: ReadWaysContext, actor: Actor, id: number): Promise<ContactWayDetail> {
  const { read } = ctx.database;
  const row = await contactWaysRepo(read, actor.corpId).findById(id);
  if (row === null || row.deletedAt !== null) {
    throw new AppError('contact_way.not_found');
  }
  const [[way], welcome] = await Promise.all([
    presentWays(read, actor.corpId, [row]),
    readMessage(read, actor.corpId, 'way', id),
  ]);
  if (way === undefined) {
    throw new AppError('contact_way.not_found');
  }
  return { way, welcome };
}

async function presentWays(db: Db, corpId: number, rows: readonly ContactWayRow[]): Promise<ContactWay[]> {
  const channels = [...new Set(rows.map((row) => row.channel).filter((channel) => channel !== ''))];
  const [arrivals, welcomes, members, departments, tags] = await Promise.all([
    contactWaysRepo(db, corpId).countByChannel(channels),
    countWelcomesOfWays(
      db,
      corpId,
      rows.map((row) => row.id),
    ),
    membersByUserId(
      db,
      corpId,
      rows.flatMap((row) => row.userIds),
    ),
    departmentNamesOf(db, corpId),
    tagNamesOf(
      db,
      corpId,
      rows.flatMap((row) => row.tagIds),
    ),
  ]);
  const byChannel = Map.groupBy(arrivals, (row) => row.channel);
  return rows.map((row) =>
    presentWay(
      row,
      { members, departments, tags },
      {
        ...countArrivals(byChannel.get(row.channel) ?? []),
        welcomes: welcomes.get(row.id) ?? noWelcomes,
      },
    ),
  );
}
