import { type JoinWay, JoinWayState } from '@guanxi/shared/join-ways';
import type { MemberRef } from '@guanxi/shared/member-ref';
import type { JoinWayRow } from './table.ts';

/** What the list shows of a way beside its row. */
export interface JoinWayFacts {
  chat(chatId: string): { name: string; memberCount: number; isOpen: boolean } | undefined;
  count(channel: string): { joined: number; inside: number } | undefined;
  member(memberId: number): MemberRef;
}

/** A way into group chats as the client gets it. */
export function presentJoinWay(row: JoinWayRow, facts: JoinWayFacts): JoinWay {
  const count = facts.count(row.channel);
  return {
    id: row.id,
    name: row.name,
    channel: row.channel,
    chats: row.chatIds.map((chatId) => ({
      chatId,
      ...(facts.chat(chatId) ?? { name: '', memberCount: 0, isOpen: false }),
    })),
    opensNewChats: row.opensNewChats,
    newChatName: row.newChatName,
    newChatNumber: row.newChatNumber,
    qrCodeUrl: row.qrCodeUrl,
    state: JoinWayState.parse(row.state),
    wanted: row.wanted === 'delete' ? 'delete' : 'save',
    failure: row.state === 'failed' ? { errcode: row.errcode, message: row.failure ?? '' } : null,
    joinedCount: count?.joined ?? 0,
    insideCount: count?.inside ?? 0,
    createdBy: facts.member(row.createdBy),
    updatedAt: row.updatedAt.toISOString(),
  };
}
