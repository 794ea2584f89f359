import type { TimelineEntry, TimelinePage } from '@guanxi/shared/timeline';
import type { Database } from '../../db/data-source.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import type { WayNames } from '../contact-ways/way-names.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { findFollowUps, type NewestFollowUps } from '../follow-ups/find-follow-ups.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { channelOf, membersNamedIn, presentTimelineEntry } from './present.ts';
import { timelineRepo } from './repository.ts';

/** What listing needs of the server. */
export interface TimelineContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
  readonly wayNames: WayNames;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/**
 * One page of a customer's timeline, newest first. The caller has made sure that the actor may see
 * the customer.
 *
 * @param knownFollowUps - what is read of the page's follow-ups at the same time; the others are read afterwards
 */
export async function listTimelinePage(
  ctx: TimelineContext,
  actor: Actor,
  customer: { id: number; name: string },
  page: { cursor?: string | undefined; limit: number; followUpsOnly: boolean },
  knownFollowUps: Promise<NewestFollowUps['newest']> = Promise.resolve([]),
): Promise<TimelinePage> {
  const before = decodeCursor(page.cursor);
  const [rows, known] = await Promise.all([
    timelineRepo(ctx.database.read, actor.corpId).findPage(customer.id, {
      before: before === null ? null : { at: new Date(before[0]), id: before[1] },
      followUpsOnly: page.followUpsOnly,
      limit: page.limit + 1,
    }),
    knownFollowUps,
  ]);
  const shown = rows.slice(0, page.limit);
  const followUpIds = shown.flatMap((row) => (row.followUpId === null ? [] : [row.followUpId]));
  const memberIds = shown
    .flatMap((row) => [row.memberId, row.actorMemberId, ...membersNamedIn(row)])
    .filter((id) => id !== null);
  const [followUps, names, ways] = await Promise.all([
    findFollowUps(ctx, actor, followUpIds, known),
    ctx.memberNames.of(actor.corpId, memberIds),
    ctx.wayNames.of(actor.corpId, shown.map(channelOf)),
  ]);
  const last = shown.at(-1);
  return {
    items: shown
      .map((row) =>
        presentTimelineEntry(
          row,
          {
            member: (id) => memberRefOf(names, id),
            customerName: customer.name,
            wayName: (channel) => ways.get(channel) ?? channel,
          },
          followUps.get(row.followUpId ?? 0),
        ),
      )
      .filter((entry): entry is TimelineEntry => entry !== null),
    nextCursor:
      rows.length > page.limit && last !== undefined ? encodeCursor([last.at.getTime(), last.id]) : null,
  };
}
