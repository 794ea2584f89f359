import { bytes, id, instant, int, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** The newest change a member made to one field of a relation: the intent, and what became of it. */
export interface ProfileChangeRow {
  id: number;
  corpId: number;
  relationId: number;
  /** See `ProfileFieldName` of the contract. */
  field: string;
  /** What the field shall be, as sealed JSON, because phones are among them. Null once it is done. */
  sealedValue: Buffer | null;
  /** New with each edit, so that a push settles only what it sent. */
  changeKey: string;
  /** `pending`, `failed` or `done`. */
  state: string;
  /** See `WriteFailureReason` of the contract; null unless it failed. */
  reason: string | null;
  errcode: number | null;
  attempts: number;
  requestedBy: number;
  requestedAt: Date;
  /** When the platform had taken it; a reading that began earlier says nothing about the field. */
  doneAt: Date | null;
}

export const profileChangeTable = defineTable<ProfileChangeRow>({
  name: 'profile_change',
  columns: {
    id: id(),
    corpId: ref(),
    relationId: ref(),
    field: text(16),
    sealedValue: nullable(bytes()),
    changeKey: text(36),
    state: text(8),
    reason: nullable(text(24)),
    errcode: nullable(int()),
    attempts: int(),
    requestedBy: ref(),
    requestedAt: instant(),
    doneAt: nullable(instant()),
  },
  indexes: [{ name: 'profile_change_key', columns: ['corpId', 'relationId', 'field'], isUnique: true }],
  moves: {
    rows: { relationId: 'follow_relation', requestedBy: 'member' },
  },
});
