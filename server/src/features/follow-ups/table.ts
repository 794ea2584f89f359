import { id, instant, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A follow-up (跟进): what a member noted of a contact with a customer. */
export interface FollowUpRow {
  id: number;
  corpId: number;
  customerId: number;
  memberId: number;
  method: string;
  outcome: string | null;
  body: string;
  nextAt: Date | null;
  /** The caller's key; a repeated request finds the row it wrote. */
  requestKey: string;
  createdAt: Date;
  editedAt: Date | null;
  /** Deleted by its author; may still be brought back. */
  deletedAt: Date | null;
}

export const followUpTable = defineTable<FollowUpRow>({
  name: 'follow_up',
  columns: {
    id: id(),
    corpId: ref(),
    customerId: ref(),
    memberId: ref(),
    method: text(16),
    outcome: nullable(text(24)),
    body: longText(),
    nextAt: nullable(instant()),
    requestKey: text(64),
    createdAt: instant(),
    editedAt: nullable(instant()),
    deletedAt: nullable(instant()),
  },
  indexes: [
    { name: 'follow_up_request', columns: ['corpId', 'memberId', 'requestKey'], isUnique: true },
    { name: 'follow_up_newest', columns: ['corpId', 'customerId', 'memberId', 'createdAt'] },
  ],
  moves: { rows: { customerId: 'customer', memberId: 'member' } },
});

/** A follow-up half written, one for each member and customer. */
export interface FollowUpDraftRow {
  id: number;
  corpId: number;
  customerId: number;
  memberId: number;
  /** A `FollowUpDraft` of the contract. */
  content: object;
  savedAt: Date;
}

export const followUpDraftTable = defineTable<FollowUpDraftRow>({
  name: 'follow_up_draft',
  columns: {
    id: id(),
    corpId: ref(),
    customerId: ref(),
    memberId: ref(),
    content: json(),
    savedAt: instant(),
  },
  indexes: [{ name: 'follow_up_draft_key', columns: ['corpId', 'customerId', 'memberId'], isUnique: true }],
  moves: {
    rows: { customerId: 'customer', memberId: 'member' },
    merge: (there, here) =>
      here.savedAt > there.savedAt ? { content: here.content, savedAt: here.savedAt } : {},
  },
});
