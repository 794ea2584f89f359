import { bool, id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { pushInterrupted } from '../../db/move-plan.ts';
import { defineTable } from '../../db/table.ts';

/** A way into customer group chats (加入群聊): what an admin wants, and how far the platform has it. */
export interface JoinWayRow {
  id: number;
  corpId: number;
  /** The platform's id; null until it was made there. */
  configId: string | null;
  name: string;
  /** The `state` that comes back with those who joined; unique among the ways there are. */
  channel: string;
  /** Platform ids of one to five chats; the next is used when one is full. */
  chatIds: string[];
  opensNewChats: boolean;
  newChatName: string;
  newChatNumber: number;
  qrCodeUrl: string | null;
  /** `save` or `delete`. */
  wanted: string;
  /** `pending`, `done` or `failed`. */
  state: string;
  /** Counts the wishes, so that a push answers for the one it carried. */
  revision: number;
  errcode: number | null;
  failure: string | null;
  createdBy: number;
  createdAt: Date;
  updatedAt: Date;
}

export const joinWayTable = defineTable<JoinWayRow>({
  name: 'join_way',
  columns: {
    id: id(),
    corpId: ref(),
    configId: nullable(text(64)),
    name: text(64),
    channel: text(64),
    chatIds: json(),
    opensNewChats: bool(),
    newChatName: text(64),
    newChatNumber: int(),
    qrCodeUrl: nullable(longText()),
    wanted: text(8),
    state: text(16),
    revision: int(),
    errcode: nullable(int()),
    failure: nullable(longText()),
    createdBy: ref(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ name: 'join_way_channel', columns: ['corpId', 'channel'], isUnique: true }],
  moves: {
    rows: { createdBy: 'member' },
    ids: { chatIds: 'chat' },
    // The platform lets only the app that made a way change it; trying again makes it anew, with the same mark.
    arrive(row, by) {
      if (by === 'same_app') {
        return row.state === 'pending' ? pushInterrupted : {};
      }
      const anew = { configId: null, wanted: 'save', state: 'failed', errcode: null };
      return { ...anew, failure: 'made by the former app' };
    },
  },
});
