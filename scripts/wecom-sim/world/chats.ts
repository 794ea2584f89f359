import type { AppMessage, ChatMessage } from './types.ts';

/** What the desktop page shows: conversations of members with customers, and what apps pushed to members. */
export interface ChatStore {
  append(userid: string, externalUserId: string, message: Omit<ChatMessage, 'id'>): ChatMessage;
  messages(userid: string, externalUserId: string): readonly ChatMessage[];
  last(userid: string, externalUserId: string): ChatMessage | undefined;
  unread(userid: string, externalUserId: string): number;
  markRead(userid: string, externalUserId: string): void;
  push(message: AppMessage): void;
  pushed(userid: string, agentId: number): readonly AppMessage[];
  pushedUnread(userid: string, agentId: number): number;
  markPushedRead(userid: string, agentId: number): void;
}

export const createChatStore = (): ChatStore => {
  const chats = new Map<string, ChatMessage[]>();
  const read = new Map<string, number>();
  const app = new Map<string, AppMessage[]>();
  let id = 0;
  const key = (userid: string, other: string | number) => `${userid}\n${other}`;
  return {
    append(userid, externalUserId, message) {
      const row = { id: ++id, ...message };
      const k = key(userid, externalUserId);
      const rows = chats.get(k) ?? [];
      rows.push(row);
      chats.set(k, rows);
      if (message.from === 'member') read.set(k, row.id);
      return row;
    },
    messages: (userid, externalUserId) => chats.get(key(userid, externalUserId)) ?? [],
    last: (userid, externalUserId) => chats.get(key(userid, externalUserId))?.at(-1),
    unread(userid, externalUserId) {
      const k = key(userid, externalUserId);
      const seen = read.get(k) ?? 0;
      return (chats.get(k) ?? []).filter((m) => m.from === 'customer' && m.id > seen).length;
    },
    markRead: (userid, externalUserId) => void read.set(key(userid, externalUserId), id),
    push(message) {
      const k = key(message.userid, message.agentId);
      app.set(k, [...(app.get(k) ?? []), message].slice(-200));
    },
    pushed: (userid, agentId) => app.get(key(userid, agentId)) ?? [],
    pushedUnread(userid, agentId) {
      const k = key(userid, agentId);
      return (app.get(k) ?? []).length - (read.get(`app\n${k}`) ?? 0);
    },
    markPushedRead(userid, agentId) {
      const k = key(userid, agentId);
      read.set(`app\n${k}`, (app.get(k) ?? []).length);
    },
  };
};
