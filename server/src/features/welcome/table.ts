import { digest, id, instant, int, json, nullable, ref, text } from '../../db/columns.ts';
import { renumberKeys } from '../../db/move-plan.ts';
import { defineTable } from '../../db/table.ts';
import { translateTarget } from './move-rules.ts';

/** A welcome message (欢迎语): what, and for whom. */
export interface WelcomeMessageRow {
  id: number;
  corpId: number;
  /** `corp`, `department`, `member` or `way`. */
  scope: string;
  /** The department's number at the platform, our number of the member or of the way; 0 for the corp. */
  targetId: number;
  /** See `WelcomeContent` of the contract. */
  content: object;
  updatedBy: number;
  updatedAt: Date;
}

export const welcomeMessageTable = defineTable<WelcomeMessageRow>({
  name: 'welcome_message',
  columns: {
    id: id(),
    corpId: ref(),
    scope: text(16),
    targetId: ref(),
    content: json(),
    updatedBy: ref(),
    updatedAt: instant(),
  },
  indexes: [{ name: 'welcome_message_key', columns: ['corpId', 'scope', 'targetId'], isUnique: true }],
  moves: {
    rows: { updatedBy: 'member' },
    after: ['contact_way', 'media_file'],
    change: ({ scope, targetId, content }, to) => ({
      targetId: translateTarget(scope, targetId, to),
      content: renumberKeys(content, /fileId$/i, (id) => to.row('media_file', id)) as object,
    }),
    merge: (there, here) =>
      here.updatedAt > there.updatedAt
        ? { content: here.content, updatedBy: here.updatedBy, updatedAt: here.updatedAt }
        : {},
  },
});

/**
 * One welcome, written before the platform is called, so that it is never sent twice. The code itself is not
 * kept: it is a secret until it is used, and worthless afterwards.
 */
export interface WelcomeSendRow {
  id: number;
  corpId: number;
  /** SHA-256 of the welcome code. */
  codeDigest: Buffer;
  externalUserId: string;
  userId: string;
  /** Where the message came from; see `WelcomeSource` of the contract. */
  source: string;
  /** The contact way the customer came by; null when it is none of ours. */
  wayId: number | null;
  /** `waiting`, `sending`, or an outcome. */
  state: string;
  reason: string | null;
  errcode: number | null;
  createdAt: Date;
  settledAt: Date | null;
}

export const welcomeSendTable = defineTable<WelcomeSendRow>({
  name: 'welcome_send',
  columns: {
    id: id(),
    corpId: ref(),
    codeDigest: digest(32),
    externalUserId: text(64),
    userId: text(64),
    source: text(16),
    wayId: nullable(ref()),
    state: text(16),
    reason: nullable(text(32)),
    errcode: nullable(int()),
    createdAt: instant(),
    settledAt: nullable(instant()),
  },
  indexes: [
    { name: 'welcome_send_code', columns: ['corpId', 'codeDigest'], isUnique: true },
    { name: 'welcome_send_pair', columns: ['corpId', 'externalUserId', 'userId'] },
    { name: 'welcome_send_way', columns: ['corpId', 'wayId', 'state'] },
    { name: 'welcome_send_time', columns: ['corpId', 'createdAt'] },
  ],
  moves: {
    rows: { wayId: 'contact_way' },
    ids: { externalUserId: 'person', userId: 'member' },
  },
});
