import { bytes, id, instant, nullable, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** What the platform gives a suite from time to time. Suites belong to the provider, not to a corp. */
export interface SuiteRow {
  id: number;
  suiteId: string;
  /** The newest suite_ticket, sealed; it must survive a restart, since the next comes in ten minutes. */
  sealedTicket: Buffer | null;
  ticketAt: Date | null;
}

export const suiteTable = defineTable<SuiteRow>({
  name: 'suite',
  columns: { id: id(), suiteId: text(64), sealedTicket: nullable(bytes()), ticketAt: nullable(instant()) },
  indexes: [{ name: 'suite_key', columns: ['suiteId'], isUnique: true }],
});
