import { id, instant, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** Something that befell an installation: a warning, a limit, a permission that ends. */
export interface InstallationStateRow {
  id: number;
  corpId: number;
  /** See `InstallationStateKind` of the contract. */
  kind: string;
  /** What it is about, such as the name of a permission; empty where the kind says all. */
  subject: string;
  since: Date;
  /** When it takes effect or ends by itself; null when the platform gave no date. */
  until: Date | null;
  /** Null while it is so. */
  endedAt: Date | null;
  /** When what decided it happened; older news changes nothing. */
  toldAt: Date;
}

export const installationStateTable = defineTable<InstallationStateRow>({
  name: 'installation_state',
  columns: {
    id: id(),
    corpId: ref(),
    kind: text(32),
    subject: text(64),
    since: instant(),
    until: nullable(instant()),
    endedAt: nullable(instant()),
    toldAt: instant(),
  },
  indexes: [{ name: 'installation_state_key', columns: ['corpId', 'kind', 'subject'], isUnique: true }],
  moves: 'stays',
});
