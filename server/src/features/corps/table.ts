import { bytes, id, instant, int, nullable, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A tenant: one company as one installation sees it. Its id is the `corp_id` of every other row. */
export interface CorpRow {
  id: number;
  /** The corpid as the platform gave it to this installation; compared case-sensitively. */
  wecomCorpId: string;
  /** Which installation: `self-built`, or the suite's id. The same company may come in by several. */
  appKey: string;
  mode: string;
  name: string;
  agentId: number;
  timeZone: string;
  /** `active`, or `cancelled` once the company took the authorisation back. */
  status: string;
  /** The permanent code, sealed; null for a self-built app, whose secret is a setting. */
  sealedCode: Buffer | null;
  /** When the authorisation was taken back; the data goes when the grace period is over. */
  cancelledAt: Date | null;
  createdAt: Date;
}

export const corpTable = defineTable<CorpRow>({
  name: 'corp',
  columns: {
    id: id(),
    wecomCorpId: text(64),
    appKey: text(64),
    mode: text(16),
    name: text(128),
    agentId: int(),
    timeZone: text(64),
    status: text(16),
    sealedCode: nullable(bytes()),
    cancelledAt: nullable(instant()),
    createdAt: instant(),
  },
  indexes: [{ name: 'corp_installation', columns: ['wecomCorpId', 'appKey'], isUnique: true }],
});
