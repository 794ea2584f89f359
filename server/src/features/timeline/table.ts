import { id, instant, json, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';
import { isSameEntry, translateDetail } from './move-rules.ts';

/** Something that happened with a customer. Append-only, but for a follow-up its author took back. */
export interface TimelineEntryRow {
  id: number;
  corpId: number;
  customerId: number;
  at: Date;
  /** See `TimelineKind` of the contract. */
  kind: string;
  /** `member`, `customer`, `platform` or `system`. */
  actorKind: string;
  actorMemberId: number | null;
  /** Whose relation it concerns; null when it concerns none. */
  memberId: number | null;
  /** The follow-up it shows; null for every other kind. */
  followUpId: number | null;
  /** What the kind needs beside that; see `present.ts`. */
  detail: object;
  /** Makes recording the same thing twice one entry. */
  entryKey: string;
  hiddenAt: Date | null;
}

export const timelineEntryTable = defineTable<TimelineEntryRow>({
  name: 'timeline_entry',
  columns: {
    id: id(),
    corpId: ref(),
    customerId: ref(),
    at: instant(),
    kind: text(32),
    actorKind: text(16),
    actorMemberId: nullable(ref()),
    memberId: nullable(ref()),
    followUpId: nullable(ref()),
    detail: json(),
    entryKey: text(190),
    hiddenAt: nullable(instant()),
  },
  indexes: [
    { name: 'timeline_entry_key', columns: ['corpId', 'entryKey'], isUnique: true },
    { name: 'timeline_entry_follow_up', columns: ['corpId', 'followUpId'] },
    { name: 'timeline_entry_newest', columns: ['corpId', 'customerId', 'at', 'id'] },
  ],
  moves: {
    rows: { customerId: 'customer', memberId: 'member', actorMemberId: 'member', followUpId: 'follow_up' },
    change: ({ detail }, to) => ({ detail: translateDetail(detail, to) }),
    same: { by: ['customerId', 'kind'], isSame: isSameEntry },
  },
});
