import type { GroupChatOwnership, GroupChatStatus } from '@guanxi/shared/group-chats';
import type { Db } from '../../db/data-source.ts';
import type { GroupChat, GroupChatMember } from '../../wecom/index.ts';
import { searchTextOf } from '../customers/search-text.ts';
import { memberIdsOf, userIdsOf } from '../members/user-ids.ts';
import { fieldChanges } from './chat-changes.ts';
import {
  type ChatStanding,
  isChatOvertaken,
  ownershipAfter,
  settleStatus,
  type ToldChange,
} from './chat-rules.ts';
import { isSameRow, memberRow, type NewMemberRow } from './member-row.ts';
import { settlePerson, type ToldMove } from './membership-rules.ts';
import type { GroupChatReading } from './read-group-chat.ts';
import { type PersonMove, recordMoves, tellCustomers } from './record-moves.ts';
import { groupChatsRepo } from './repository.ts';
import type { GroupChatMemberRow, GroupChatRow } from './table.ts';

/** What is known anew of one chat. */
export interface GroupChatUpdate {
  readonly chatId: string;
  readonly reading: Exclude<GroupChatReading, { kind: 'unlicensed' }>;
  readonly changes: readonly ToldChange[];
  /** What callbacks told of persons, oldest first, by platform id. */
  readonly moves: ReadonlyMap<string, readonly ToldMove[]>;
  /** What a listing said of the owner; null when this is no part of a listing. */
  readonly ownership: GroupChatOwnership | null;
}

/**
 * Makes the local state of one chat equal to a reading: the chat, who is in it, its history, and the
 * timelines of the customers concerned. One transaction; the chat's row is held meanwhile.
 *
 * @param deps.ownerIds - local ids of members by userid, at least the owner's
 * @returns false when the reading is older than what is known, so that it must not count
 */
export async function applyGroupChat(
  db: Db,
  deps: { corpId: number; ownerIds: ReadonlyMap<string, number> },
  update: GroupChatUpdate,
): Promise<boolean> {
  const repo = groupChatsRepo(db, deps.corpId);
  const { reading } = update;
  if (reading.kind === 'there') {
    await repo.ensure(unreadRow(reading.chat, reading.readAt));
  }
  const known = await repo.lock(update.chatId);
  if (known === null) {
    return !isChatOvertaken(update.changes, { readAt: reading.readAt, shown: null }, null);
  }
  if (known.readAt !== null && known.readAt > reading.readAt) {
    return false;
  }
  const before = await fieldsBefore(db, deps.corpId, known);
  const shown = reading.kind === 'there' ? shownOf(reading.chat) : null;
  const standing = settleStatus(known.readAt === null ? null : standingOf(known), update.changes, reading);
  const people = await settlePeople(db, deps.corpId, known, update, standing);
  if (people.isOvertaken || isChatOvertaken(update.changes, { readAt: reading.readAt, shown }, before)) {
    return false;
  }
  await repo.saveMembers(people.changed);
  const row = chatRow(known, update, { standing, ownerIds: deps.ownerIds, people: people.all });
  await repo.update(known.id, row);
  const isFirst = known.readAt === null;
  await repo.addEvents(
    isFirst || before === null
      ? []
      : fieldChanges(known, { ...known, ...row }, update.changes, reading.readAt),
    { completes: false },
  );
  // Who was inside when the chat was first read came long ago: the rows say when.
  const endOfChat = (move: PersonMove) => move.reason === 'dismissed';
  await recordMoves(
    db,
    deps.corpId,
    people.moves.filter((move) => !endOfChat(move) && (move.isTold || !isFirst)),
  );
  await tellCustomers(db, deps.corpId, { chatId: known.chatId, name: row.name }, people.moves);
  return true;
}

/** Everybody who is or was in the chat, after callbacks and reading. */
async function settlePeople(
  db: Db,
  corpId: number,
  chat: GroupChatRow,
  update: GroupChatUpdate,
  standing: ChatStanding | null,
) {
  const { reading, moves: told } = update;
  const rows = await groupChatsRepo(db, corpId).findMembers(chat.id);
  const known = new Map(rows.map((row) => [row.platformId, row]));
  const listed = new Map(
    reading.kind === 'there' ? reading.chat.members.map((member) => [member.id, member] as const) : [],
  );
  const neverShown = [...told.keys()].filter((id) => !known.has(id) && !listed.has(id));
  const memberIds = await memberIdsOf(db, corpId, neverShown);
  const endedAt = standing?.status === 'dismissed' ? standing.statusAt : null;
  const all: NewMemberRow[] = [];
  const changed: NewMemberRow[] = [];
  const moves: PersonMove[] = [];
  let isOvertaken = false;
  for (const platformId of new Set([...known.keys(), ...told.keys(), ...listed.keys()])) {
    const person = {
      known: known.get(platformId) ?? null,
      listed: listed.get(platformId) ?? null,
      told: told.get(platformId) ?? [],
    };
    const settled = settleOne(person, reading, endedAt);
    isOvertaken ||= settled.isOvertaken;
    if (settled.stay !== null) {
      const isMember = memberIds.has(platformId);
      const row = memberRow({ groupChatId: chat.id, platformId, ...person, stay: settled.stay, isMember });
      all.push(row);
      moves.push(...settled.moves.map((move) => ({ ...move, row })));
      if (!isSameRow(person.known, row)) {
        changed.push(row);
      }
    }
  }
  return { all, changed, moves, isOvertaken };
}

function settleOne(
  person: { known: GroupChatMemberRow | null; listed: GroupChatMember | null; told: readonly ToldMove[] },
  reading: GroupChatUpdate['reading'],
  endedAt: Date | null,
) {
  const { known, listed, told } = person;
  // A dismissed chat that is still shown is an old reading; one that is not shown says nothing of who is in it.
  const isTelling = reading.kind === 'there' && endedAt === null;
  const settled = settlePerson({
    known,
    told,
    reading: isTelling ? { listedSince: listed?.joinedAt ?? null, readAt: reading.readAt } : null,
  });
  const { stay } = settled;
  if (endedAt === null || stay === null || stay.leftAt !== null) {
    return settled;
  }
  const gone = {
    kind: 'left',
    at: endedAt,
    joinedAt: stay.joinedAt,
    reason: 'dismissed',
    isTold: true,
  } as const;
  return { ...settled, stay: { ...stay, leftAt: endedAt }, moves: [...settled.moves, gone] };
}

function chatRow(
  known: GroupChatRow,
  { reading, ownership }: GroupChatUpdate,
  after: {
    standing: ChatStanding | null;
    ownerIds: ReadonlyMap<string, number>;
    people: readonly NewMemberRow[];
  },
) {
  const inside = after.people.filter((row) => row.leftAt === null);
  const standing = after.standing ?? standingOf(known);
  const kept = {
    name: known.name,
    notice: known.notice,
    ownerMemberId: known.ownerMemberId,
    memberVersion: known.memberVersion,
    searchText: known.searchText,
  };
  const shown =
    reading.kind === 'there' && standing.status === 'open'
      ? {
          name: reading.chat.name,
          notice: reading.chat.notice,
          ownerMemberId: after.ownerIds.get(reading.chat.ownerUserId) ?? null,
          memberVersion: reading.chat.memberVersion,
          searchText: searchTextOf([reading.chat.name]),
        }
      : kept;
  const hasNewOwner = known.readAt !== null && shown.ownerMemberId !== known.ownerMemberId;
  return {
    ...shown,
    ...standing,
    ownership: ownership ?? ownershipAfter(known.ownership as GroupChatOwnership, hasNewOwner),
    memberCount: inside.length,
    customerCount: inside.filter((row) => row.kind === 'external').length,
    readAt: reading.readAt,
  };
}

/** The chat before it was read: everything but its identity is still to come. */
function unreadRow(chat: GroupChat, now: Date): Omit<GroupChatRow, 'id' | 'corpId'> {
  return {
    chatId: chat.chatId,
    name: chat.name,
    ownerMemberId: null,
    notice: null,
    foundedAt: chat.createdAt,
    status: 'open',
    statusAt: now,
    ownership: 'normal',
    memberVersion: null,
    memberCount: 0,
    customerCount: 0,
    readAt: null,
    searchText: '',
    seenRunId: 0,
  };
}

async function fieldsBefore(db: Db, corpId: number, known: GroupChatRow) {
  if (known.readAt === null) {
    return null;
  }
  const owners = await userIdsOf(db, corpId, known.ownerMemberId === null ? [] : [known.ownerMemberId]);
  const ownerUserId = owners.get(known.ownerMemberId ?? 0) ?? '';
  return { readAt: known.readAt, fields: { name: known.name, ownerUserId, notice: known.notice } };
}

function shownOf(chat: GroupChat) {
  const { name, ownerUserId, notice } = chat;
  return { version: chat.memberVersion, fields: { name, ownerUserId, notice } };
}

function standingOf(row: GroupChatRow): ChatStanding {
  // The column holds what settleStatus gave.
  return { status: row.status as GroupChatStatus, statusAt: row.statusAt };
}
