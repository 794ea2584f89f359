import { type FollowUp, FollowUpMethod, FollowUpOutcome, type SavedDraft } from '@guanxi/shared/follow-ups';
import type { MemberRef } from '@guanxi/shared/member-ref';
import { editableUntil } from './rules.ts';
import type { FollowUpDraftRow, FollowUpRow } from './table.ts';

/** A follow-up as its reader gets it. */
export function presentFollowUp(
  row: FollowUpRow,
  reader: { memberId: number; author: MemberRef; now: Date },
): FollowUp {
  return {
    id: row.id,
    customerId: row.customerId,
    author: reader.author,
    method: FollowUpMethod.parse(row.method),
    outcome: row.outcome === null ? null : FollowUpOutcome.parse(row.outcome),
    text: row.body,
    nextAt: row.nextAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    editableUntil: editableUntil(row, reader.memberId, reader.now)?.toISOString() ?? null,
  };
}

/** A draft as its author gets it. */
export function presentDraft(row: FollowUpDraftRow): SavedDraft {
  return { ...(row.content as Omit<SavedDraft, 'savedAt'>), savedAt: row.savedAt.toISOString() };
}
