import { MoreThanOrEqual } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { escapeLike, forUpdate, instantFromSql, placeholders } from '../../db/dialect.ts';
import { pagesOf } from '../../db/pages.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRow, selectRows, selectRowsIn } from '../../db/select.ts';
import type { ChatMark } from './move-rules.ts';
import {
  type GroupChatEventRow,
  type GroupChatMemberRow,
  type GroupChatRow,
  groupChatEventTable,
  groupChatMemberTable,
  groupChatTable,
} from './table.ts';

/** Whose chats may be seen: everybody's, or those these members, by userid, are in. */
export type ChatScope = 'all' | readonly string[];

/** The customer group chats of one corp. */
export function groupChatsRepo(db: Db, corpId: number) {
  const chats = rowsOf(db, groupChatTable);
  return {
    findByChatId(chatId: string): Promise<GroupChatRow | null> {
      return selectRow(db, groupChatTable, 'WHERE corp_id = ? AND chat_id = ?', [corpId, chatId]);
    },
    findByChatIds(chatIds: readonly string[]): Promise<GroupChatRow[]> {
      return selectRowsIn(db, groupChatTable, corpId, { property: 'chatId', values: chatIds });
    },
    /** Every chat as far as another app sees the same of it. */
    async findMarks(): Promise<ChatMark[]> {
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT g.chat_id, g.name, g.founded_at, m.user_id FROM group_chat g
         LEFT JOIN member m ON m.corp_id = g.corp_id AND m.id = g.owner_member_id WHERE g.corp_id = ?`,
        [corpId],
      );
      return rows.map((row) => ({
        chatId: String(row.chat_id),
        name: String(row.name),
        foundedAt: instantFromSql(row.founded_at),
        ownerUserId: row.user_id === null ? null : String(row.user_id),
      }));
    },
    /** Ids of people from outside who are or were in any chat, in their order. */
    async findOutsiders(after: string, limit: number): Promise<string[]> {
      const rows: { platform_id: string }[] = await db.query(
        `SELECT DISTINCT platform_id FROM group_chat_member
         WHERE corp_id = ? AND kind = 'external' AND platform_id > ? ORDER BY platform_id LIMIT ${limit}`,
        [corpId, after],
      );
      return rows.map((row) => row.platform_id);
    },
    /** Those of these people who are inside a chat that a member owns whom the app sees. */
    async findInside(platformIds: readonly string[]): Promise<string[]> {
      const rows: { platform_id: string }[] = await db.query(
        `SELECT DISTINCT x.platform_id FROM group_chat_member x
         JOIN group_chat g ON g.corp_id = x.corp_id AND g.id = x.group_chat_id
         JOIN member m ON m.corp_id = g.corp_id AND m.id = g.owner_member_id
         WHERE x.corp_id = ? AND x.platform_id IN ${placeholders(1, platformIds.length)}
           AND x.left_at IS NULL AND g.status = 'open' AND m.left_at IS NULL AND m.out_of_range_at IS NULL`,
        [corpId, ...platformIds],
      );
      return rows.map((row) => row.platform_id);
    },
    /** The next chat in the order of their ids, with the people from outside. */
    async findOutsidersOfNext(afterChatId: string): Promise<{ chatId: string; people: string[] } | null> {
      const chat = await selectRow(db, groupChatTable, 'WHERE corp_id = ? AND chat_id > ? ORDER BY chat_id', [
        corpId,
        afterChatId,
      ]);
      if (chat === null) {
        return null;
      }
      const rows: { platform_id: string }[] = await db.query(
        `SELECT platform_id FROM group_chat_member WHERE corp_id = ? AND group_chat_id = ? AND kind = 'external'`,
        [corpId, chat.id],
      );
      return { chatId: chat.chatId, people: rows.map((row) => row.platform_id) };
    },
    /** A row for a chat seen for the first time; one that is there stays as it is. */
    async ensure(row: Omit<GroupChatRow, 'id' | 'corpId'>): Promise<void> {
      await bulkUpsert(db, groupChatTable, [{ ...row, corpId }], {
        unique: ['corpId', 'chatId'],
        update: [],
      });
    },
    /** The chat's row, held until the transaction ends: a callback and a sync may settle it at once. */
    async lock(chatId: string): Promise<GroupChatRow | null> {
      const [row] = await selectRows(
        db,
        groupChatTable,
        `WHERE corp_id = ? AND chat_id = ? ${forUpdate(dialectOf(db))}`,
        [corpId, chatId],
      );
      return row ?? null;
    },
    async update(id: number, changes: Partial<Omit<GroupChatRow, 'id' | 'corpId'>>): Promise<void> {
      await chats.update({ corpId, id }, changes);
    },
    async markSeen(chatIds: readonly string[], runId: number): Promise<void> {
      if (chatIds.length > 0) {
        await db.query(
          `UPDATE group_chat SET seen_run_id = ? WHERE corp_id = ? AND chat_id IN ${placeholders(1, chatIds.length)}`,
          [runId, corpId, ...chatIds],
        );
      }
    },
    /** Chats not known to have ended that a run did not list, in the order of their ids. */
    unlistedPages(runId: number, limit: number): AsyncGenerator<GroupChatRow[]> {
      return pagesOf(
        (after) =>
          selectRows(
            db,
            groupChatTable,
            `WHERE corp_id = ? AND id > ? AND seen_run_id < ? AND status IN ('open', 'hidden')
             ORDER BY id LIMIT ${limit}`,
            [corpId, after, runId],
          ),
        { limit, idOf: (row) => row.id },
      );
    },
    /** Chats that were lost since an instant. */
    countLostSince(since: Date): Promise<number> {
      return chats.countBy({ corpId, status: 'lost', statusAt: MoreThanOrEqual(since) });
    },
    async countOpen(): Promise<number> {
      return chats.countBy({ corpId, status: 'open' });
    },
    /** The members, by id, who own chats that have not ended. */
    async findOwnerIds(): Promise<number[]> {
      const rows: { owner_member_id: number }[] = await db.query(
        `SELECT DISTINCT owner_member_id FROM group_chat
         WHERE corp_id = ? AND status IN ('open', 'hidden') AND owner_member_id IS NOT NULL`,
        [corpId],
      );
      return rows.map((row) => Number(row.owner_member_id));
    },
    /** Open chats within a scope, the newest first. */
    findPage(
      scope: ChatScope,
      page: { before: readonly [number, number] | null; search: string; limit: number },
    ): Promise<GroupChatRow[]> {
      const inScope = scopeCondition(scope);
      const before = page.before === null ? null : new Date(page.before[0]);
      return selectRows(
        db,
        groupChatTable,
        `WHERE corp_id = ? AND status = 'open' ${inScope.sql}
         ${page.search === '' ? '' : "AND search_text LIKE ? ESCAPE '!'"}
         ${before === null ? '' : 'AND (founded_at < ? OR (founded_at = ? AND id < ?))'}
         ORDER BY founded_at DESC, id DESC LIMIT ${page.limit}`,
        [
          corpId,
          ...inScope.values(corpId),
          ...(page.search === '' ? [] : [`%${escapeLike(page.search)}%`]),
          ...(before === null ? [] : [before, before, page.before?.[1] ?? 0]),
        ],
      );
    },
    /** Those of these chats that lie within a scope. */
    async findInScope(scope: ChatScope, ids: readonly number[]): Promise<GroupChatRow[]> {
      if (ids.length === 0) {
        return [];
      }
      const inScope = scopeCondition(scope);
      return selectRows(
        db,
        groupChatTable,
        `WHERE corp_id = ? AND id IN ${placeholders(1, ids.length)} ${inScope.sql}`,
        [corpId, ...ids, ...inScope.values(corpId)],
      );
    },
    /** Everybody who is or was in a chat. */
    findMembers(groupChatId: number): Promise<GroupChatMemberRow[]> {
      return selectRows(db, groupChatMemberTable, 'WHERE corp_id = ? AND group_chat_id = ?', [
        corpId,
        groupChatId,
      ]);
    },
    /** The stays of one person in all chats, the newest first. */
    findStays(platformId: string): Promise<GroupChatMemberRow[]> {
      return selectRows(
        db,
        groupChatMemberTable,
        'WHERE corp_id = ? AND platform_id = ? ORDER BY joined_at DESC, id DESC',
        [corpId, platformId],
      );
    },
    async saveMembers(rows: readonly Omit<GroupChatMemberRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        groupChatMemberTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'groupChatId', 'platformId'],
          update: [
            'kind',
            'joinedAt',
            'leftAt',
            'joinScene',
            'channel',
            'invitedByUserId',
            'groupNickname',
            'name',
            'searchText',
          ],
        },
      );
    },
    /** Writes history. What is there stays, unless `completes` says that more is known of it now. */
    async addEvents(
      rows: readonly Omit<GroupChatEventRow, 'id' | 'corpId'>[],
      options: { completes: boolean },
    ): Promise<void> {
      await bulkUpsert(
        db,
        groupChatEventTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'eventKey'], update: options.completes ? ['at', 'detail'] : [] },
      );
    },
    findNewestEvents(groupChatId: number, limit: number): Promise<GroupChatEventRow[]> {
      return selectRows(
        db,
        groupChatEventTable,
        `WHERE corp_id = ? AND group_chat_id = ? ORDER BY at DESC, id DESC LIMIT ${limit}`,
        [corpId, groupChatId],
      );
    },
    /** How many people each of these channels brought: all who came, and those still inside. */
    async countByChannel(
      channels: readonly string[],
    ): Promise<Map<string, { joined: number; inside: number }>> {
      if (channels.length === 0) {
        return new Map();
      }
      const rows: { channel: string; joined: number; inside: number }[] = await db.query(
        `SELECT channel, COUNT(*) AS joined, SUM(CASE WHEN left_at IS NULL THEN 1 ELSE 0 END) AS inside
         FROM group_chat_member WHERE corp_id = ? AND channel IN ${placeholders(1, channels.length)}
         GROUP BY channel`,
        [corpId, ...channels],
      );
      return new Map(
        rows.map((row) => [row.channel, { joined: Number(row.joined), inside: Number(row.inside) }]),
      );
    },
  };
}

/** A chat is seen by who is in it; one that has ended, by who was in it at the end. */
function scopeCondition(scope: ChatScope): { sql: string; values: (corpId: number) => unknown[] } {
  if (scope === 'all') {
    return { sql: '', values: () => [] };
  }
  const userIds = scope.length === 0 ? [''] : scope;
  return {
    sql: `AND id IN (
      SELECT m.group_chat_id FROM group_chat_member m
      JOIN group_chat c ON c.corp_id = m.corp_id AND c.id = m.group_chat_id
      WHERE m.corp_id = ? AND m.platform_id IN ${placeholders(1, userIds.length)}
      AND (m.left_at IS NULL OR (c.status = 'dismissed' AND m.left_at >= c.status_at)))`,
    values: (corpId) => [corpId, ...userIds],
  };
}
