import { id, instant, int, json, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A message of the app to members. Whom it reached stands in its deliveries. */
export interface AppMessageRow {
  id: number;
  corpId: number;
  /** What makes two requests the same message. */
  messageKey: string;
  /** See `MessagePurpose` of the contract. */
  purpose: string;
  /** What it is about, in the words of its purpose; null for none. */
  subjectId: number | null;
  /** Names a card in its events. */
  taskId: string | null;
  title: string;
  /** The language it is written in; null for messages from before that was kept. */
  locale: string | null;
  /** As the platform client takes it. */
  content: object;
  createdAt: Date;
}

export const appMessageTable = defineTable<AppMessageRow>({
  name: 'app_message',
  columns: {
    id: id(),
    corpId: ref(),
    messageKey: text(190),
    purpose: text(32),
    subjectId: nullable(ref()),
    taskId: nullable(text(128)),
    title: text(128),
    locale: nullable(text(8)),
    content: json(),
    createdAt: instant(),
  },
  indexes: [
    { name: 'app_message_key', columns: ['corpId', 'messageKey'], isUnique: true },
    { name: 'app_message_task', columns: ['corpId', 'taskId'] },
  ],
  moves: {},
});

/** One message to one member. */
export interface MessageDeliveryRow {
  id: number;
  corpId: number;
  messageId: number;
  memberId: number;
  /** `pending`, `sending` while a call may be under way, `sent` or `failed`. */
  state: string;
  /** See `DeliveryReason` of the contract. */
  reason: string | null;
  errcode: number | null;
  createdAt: Date;
  sentAt: Date | null;
}

export const messageDeliveryTable = defineTable<MessageDeliveryRow>({
  name: 'message_delivery',
  columns: {
    id: id(),
    corpId: ref(),
    messageId: ref(),
    memberId: ref(),
    state: text(16),
    reason: nullable(text(32)),
    errcode: nullable(int()),
    createdAt: instant(),
    sentAt: nullable(instant()),
  },
  indexes: [
    { name: 'message_delivery_key', columns: ['corpId', 'messageId', 'memberId'], isUnique: true },
    { name: 'message_delivery_newest', columns: ['corpId', 'createdAt', 'id'] },
    { name: 'message_delivery_quota', columns: ['corpId', 'memberId', 'sentAt'] },
  ],
  moves: {
    rows: { messageId: 'app_message', memberId: 'member' },
    arrive: (row) =>
      row.state === 'pending' || row.state === 'sending' ? { state: 'failed', reason: 'unreachable' } : {},
  },
});

/** The first tap of a member on a card. Later taps change nothing. */
export interface CardClickRow {
  id: number;
  corpId: number;
  messageId: number;
  memberId: number;
  clickKey: string;
  clickedAt: Date;
  /** Changes the card once, within 72 hours. */
  responseCode: string;
  /** What the buttons say afterwards. */
  buttonText: string;
  /** `pending`, `done`, or `failed` for a card that stays as it was. */
  state: string;
}

export const cardClickTable = defineTable<CardClickRow>({
  name: 'card_click',
  columns: {
    id: id(),
    corpId: ref(),
    messageId: ref(),
    memberId: ref(),
    clickKey: text(64),
    clickedAt: instant(),
    responseCode: text(512),
    buttonText: text(16),
    state: text(8),
  },
  indexes: [{ name: 'card_click_key', columns: ['corpId', 'messageId', 'memberId'], isUnique: true }],
  moves: {
    rows: { messageId: 'app_message', memberId: 'member' },
    // Only the app that sent a card can change it.
    arrive: (row) => (row.state === 'pending' ? { state: 'failed' } : {}),
  },
});
