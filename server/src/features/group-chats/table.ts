import { id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';
import { isSameChatEvent, mergeStay, ownersInDetail } from './move-rules.ts';

/** A customer group chat (客户群). It stays when it ends; history hangs on it. */
export interface GroupChatRow {
  id: number;
  corpId: number;
  chatId: string;
  /** Empty for a chat nobody named. */
  name: string;
  /** Null while the platform names nobody. */
  ownerMemberId: number | null;
  notice: string | null;
  foundedAt: Date;
  /** See `GroupChatStatus` of the contract. */
  status: string;
  statusAt: Date;
  /** See `GroupChatOwnership` of the contract; only a listing tells it. */
  ownership: string;
  memberVersion: string | null;
  memberCount: number;
  customerCount: number;
  /** When the platform was last read for this chat; null when it never was. */
  readAt: Date | null;
  /** Lower-case name, pinyin and initials, for search. */
  searchText: string;
  /** The last full sync that listed it; 0 before the first. */
  seenRunId: number;
}

export const groupChatTable = defineTable<GroupChatRow>({
  name: 'group_chat',
  columns: {
    id: id(),
    corpId: ref(),
    chatId: text(64),
    name: text(255),
    ownerMemberId: nullable(ref()),
    notice: nullable(longText()),
    foundedAt: instant(),
    status: text(16),
    statusAt: instant(),
    ownership: text(16),
    memberVersion: nullable(text(64)),
    memberCount: int(),
    customerCount: int(),
    readAt: nullable(instant()),
    searchText: text(500),
    seenRunId: ref(),
  },
  indexes: [
    { name: 'group_chat_key', columns: ['corpId', 'chatId'], isUnique: true },
    { name: 'group_chat_newest', columns: ['corpId', 'foundedAt', 'id'] },
  ],
  moves: { rows: { ownerMemberId: 'member' }, ids: { chatId: 'chat' }, arrive: () => ({ seenRunId: 0 }) },
});

/** Somebody's newest stay in a group chat: one of our members, or somebody outside the company. */
export interface GroupChatMemberRow {
  id: number;
  corpId: number;
  groupChatId: number;
  /** A userid or an external_userid. Rows of members and customers are found by it, whenever those come. */
  platformId: string;
  /** `member` or `external`. */
  kind: string;
  joinedAt: Date;
  /** Null while inside. */
  leftAt: Date | null;
  /** The platform's `join_scene`; 0 when nobody told. */
  joinScene: number;
  /** The channel mark (`state`) of the way in. */
  channel: string | null;
  invitedByUserId: string | null;
  groupNickname: string | null;
  /** As shown in the chat; empty for somebody only a callback named. */
  name: string;
  searchText: string;
}

export const groupChatMemberTable = defineTable<GroupChatMemberRow>({
  name: 'group_chat_member',
  columns: {
    id: id(),
    corpId: ref(),
    groupChatId: ref(),
    platformId: text(64),
    kind: text(16),
    joinedAt: instant(),
    leftAt: nullable(instant()),
    joinScene: int(),
    channel: nullable(text(128)),
    invitedByUserId: nullable(text(64)),
    groupNickname: nullable(text(128)),
    name: text(128),
    searchText: text(500),
  },
  indexes: [
    { name: 'group_chat_member_key', columns: ['corpId', 'groupChatId', 'platformId'], isUnique: true },
    { name: 'group_chat_member_person', columns: ['corpId', 'platformId', 'groupChatId'] },
    { name: 'group_chat_member_channel', columns: ['corpId', 'channel'] },
  ],
  moves: {
    rows: { groupChatId: 'group_chat' },
    ids: {
      platformId: (row) => (row.kind === 'member' ? 'member' : 'person'),
      invitedByUserId: 'member',
    },
    merge: mergeStay,
  },
});

/** Something that happened in a group chat. Append-only; a leaving may learn its reason later. */
export interface GroupChatEventRow {
  id: number;
  corpId: number;
  groupChatId: number;
  at: Date;
  /** See `GroupChatEventKind` of the contract. */
  kind: string;
  /** Whom it concerns; null for what concerns the chat. */
  platformId: string | null;
  /** What the kind needs beside that; see `present.ts`. */
  detail: object;
  /** Makes recording the same thing twice one event. */
  eventKey: string;
}

export const groupChatEventTable = defineTable<GroupChatEventRow>({
  name: 'group_chat_event',
  columns: {
    id: id(),
    corpId: ref(),
    groupChatId: ref(),
    at: instant(),
    kind: text(16),
    platformId: nullable(text(64)),
    detail: json(),
    eventKey: text(190),
  },
  indexes: [
    { name: 'group_chat_event_key', columns: ['corpId', 'eventKey'], isUnique: true },
    { name: 'group_chat_event_newest', columns: ['corpId', 'groupChatId', 'at', 'id'] },
  ],
  moves: {
    rows: { groupChatId: 'group_chat' },
    ids: { platformId: 'someone' },
    change: ({ kind, detail }, to) => ({ detail: ownersInDetail(kind, detail, to) }),
    after: ['member'],
    same: { by: ['groupChatId', 'kind'], isSame: isSameChatEvent },
  },
});
