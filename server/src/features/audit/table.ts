import { id, instant, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';
import { subjectThere } from './rules.ts';

/** Who read or did what has to be accounted for. Append-only. */
export interface AuditEntryRow {
  id: number;
  corpId: number;
  actorMemberId: number;
  /** See `AuditAction`. */
  action: string;
  /** What it was done to, by its id here: `relation:12`. Never the data itself. */
  subject: string;
  at: Date;
}

export const auditEntryTable = defineTable<AuditEntryRow>({
  name: 'audit_entry',
  columns: {
    id: id(),
    corpId: ref(),
    actorMemberId: ref(),
    action: text(32),
    subject: text(190),
    at: instant(),
  },
  indexes: [{ name: 'audit_entry_newest', columns: ['corpId', 'at', 'id'] }],
  moves: {
    rows: { actorMemberId: 'member' },
    change: ({ subject }, to) => ({ subject: subjectThere(subject, to) }),
    after: ['follow_relation'],
  },
});
