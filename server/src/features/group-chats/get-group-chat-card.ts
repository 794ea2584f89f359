import type { GroupChatCard, GroupChatEvent } from '@guanxi/shared/group-chats';
import { MINUTE, SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Logger } from '../../log.ts';
import { WecomError, WecomUnavailable } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { memberRefOf } from '../members/member-names.ts';
import { chatScopeOf, type FindChatsContext, presentChats } from './find-group-chats.ts';
import { type GroupPeople, pageOfPeople, readPeople } from './list-group-members.ts';
import { prepareGroupChat } from './prepare-group-chat.ts';
import { presentGroupEvent } from './present.ts';
import { readGroupChat } from './read-group-chat.ts';
import { groupChatsRepo } from './repository.ts';
import type { GroupChatEventRow, GroupChatRow } from './table.ts';

/** What the card needs of the server. */
export interface GroupCardContext extends FindChatsContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
  readonly log: Pick<Logger, 'warn'>;
}

/** A chat read longer ago than this is read again when somebody looks. */
const freshForMs = 15 * MINUTE;
/** The same for somebody who is not known to be in it: they may have come in a moment ago. */
const strangerFreshForMs = 10 * SECOND;
/** How long a look waits for the platform when there is something to show without it. */
const refreshDeadlineMs = 1.5 * SECOND;
/** How long it waits when there is nothing. */
const firstReadDeadlineMs = 4 * SECOND;
const membersAtFirst = 50;
const eventsShown = 10;

/**
 * The sidebar beside a group chat in one answer. A chat not known here yet is read from the platform at
 * once; one that is known is shown even when the platform cannot be asked.
 *
 * @throws AppError `group_chat.hidden` when the platform does not show the chat to the app;
 * `group_chat.not_found` when there is none, or nobody in the actor's scope is in it
 */
export async function getGroupChatCard(
  ctx: GroupCardContext,
  actor: Actor,
  chatId: string,
): Promise<GroupChatCard> {
  const find = () => groupChatsRepo(ctx.database.read, actor.corpId).findByChatId(chatId);
  let chat = await find();
  let isStale = false;
  if (chat === null) {
    await refresh(ctx, actor, chatId, firstReadDeadlineMs);
    chat = await find();
  } else if (isOlderThan(ctx, chat, freshForMs) && chat.status !== 'dismissed') {
    isStale = !(await tryRefresh(ctx, actor, chatId));
    chat = await find();
  }
  if (chat !== null && !(await isVisible(ctx, actor, chat)) && isOlderThan(ctx, chat, strangerFreshForMs)) {
    await refresh(ctx, actor, chatId, firstReadDeadlineMs);
    chat = await find();
  }
  if (chat === null || !(await isVisible(ctx, actor, chat))) {
    throw new AppError('group_chat.not_found');
  }
  return assemble(ctx, actor, chat, isStale);
}

async function isVisible(ctx: GroupCardContext, actor: Actor, chat: GroupChatRow): Promise<boolean> {
  const repo = groupChatsRepo(ctx.database.read, actor.corpId);
  return (await repo.findInScope(await chatScopeOf(ctx, actor), [chat.id])).length > 0;
}

function isOlderThan(ctx: GroupCardContext, chat: GroupChatRow, ageMs: number): boolean {
  return ctx.now().getTime() - (chat.readAt?.getTime() ?? 0) > ageMs;
}

async function assemble(
  ctx: GroupCardContext,
  actor: Actor,
  chat: GroupChatRow,
  isStale: boolean,
): Promise<GroupChatCard> {
  const [[item], people, events] = await Promise.all([
    presentChats(ctx, actor, [chat]),
    readPeople(ctx, actor, chat),
    groupChatsRepo(ctx.database.read, actor.corpId).findNewestEvents(chat.id, eventsShown),
  ]);
  if (item === undefined) {
    throw new AppError('group_chat.not_found');
  }
  return {
    ...item,
    notice: chat.notice,
    members: pageOfPeople(people.members, 0, membersAtFirst),
    knownCount: people.members.filter(({ standing }) => standing !== 'member' && standing !== 'stranger')
      .length,
    channels: channelsOf(people),
    events: await presentEvents(ctx, actor, events, people),
    readAt: (chat.readAt ?? chat.foundedAt).toISOString(),
    isStale,
  };
}

function channelsOf({ members }: GroupPeople): GroupChatCard['channels'] {
  const byChannel = Map.groupBy(
    members.filter((member) => member.channel !== null),
    (member) => member.channel ?? '',
  );
  return [...byChannel]
    .map(([channel, came]) => ({ channel, joinWayName: came[0]?.joinWayName ?? null, count: came.length }))
    .sort((a, b) => b.count - a.count);
}

async function presentEvents(
  ctx: GroupCardContext,
  actor: Actor,
  events: readonly GroupChatEventRow[],
  people: GroupPeople,
): Promise<GroupChatEvent[]> {
  const shown = new Map(people.members.map((member) => [member.id, member.displayName]));
  const persons = new Map(people.rows.map((row) => [row.platformId, shown.get(row.id) ?? row.name]));
  const owners = events.flatMap((event) =>
    Object.values(event.detail).filter((id) => typeof id === 'number'),
  );
  const names = await ctx.memberNames.of(actor.corpId, owners);
  return events
    .map((event) =>
      presentGroupEvent(event, {
        person: (id) => persons.get(id) ?? '',
        member: (id) => memberRefOf(names, id),
      }),
    )
    .filter((event): event is GroupChatEvent => event !== null);
}

async function tryRefresh(ctx: GroupCardContext, actor: Actor, chatId: string): Promise<boolean> {
  try {
    await refresh(ctx, actor, chatId, refreshDeadlineMs);
    return true;
  } catch (error) {
    if (!(error instanceof WecomError || error instanceof WecomUnavailable)) {
      throw error;
    }
    ctx.log.warn({ err: error, corp: actor.corpId }, 'a group chat could not be read again, shown as known');
    return false;
  }
}

/** @throws AppError when the platform says that the chat is not for this app to see */
async function refresh(
  ctx: GroupCardContext,
  actor: Actor,
  chatId: string,
  deadlineMs: number,
): Promise<void> {
  const installation = ctx.installations.of(actor.corpId);
  const reading = await readGroupChat(installation.client, chatId, {
    ...{ now: ctx.now, signal: AbortSignal.timeout(deadlineMs) },
  });
  const apply = await prepareGroupChat({ ...ctx, read: ctx.database.read }, installation, {
    chatId,
    reading,
  });
  await ctx.database.transaction(async (db) => void (await apply(db)));
  const isKnown = (await groupChatsRepo(ctx.database.read, actor.corpId).findByChatId(chatId)) !== null;
  if (reading.kind === 'unlicensed' && !isKnown) {
    throw new AppError('wecom.licence_missing');
  }
  if (reading.kind === 'hidden' && !isKnown) {
    throw new AppError('group_chat.hidden');
  }
}
