import type { Database } from '../../db/data-source.ts';
import { selfBuiltKey } from './installation.ts';
import { corpsRepo } from './repository.ts';
import type { CorpRow } from './table.ts';

/** Writes the corp of the settings into the table, and returns its row. */
export async function ensureSelfBuiltCorp(
  database: Pick<Database, 'transaction'>,
  corp: {
    wecomCorpId: string;
    name: string;
    agentId: number;
    timeZone: string;
    admins: readonly string[];
  },
  now: Date,
): Promise<CorpRow> {
  const { admins, ...known } = corp;
  return database.transaction((db) =>
    corpsRepo(db).upsert({
      ...known,
      adminUserIds: [...admins],
      appKey: selfBuiltKey,
      mode: 'self-built',
      status: 'active',
      sealedCode: null,
      cancelledAt: null,
      createdAt: now,
    }),
  );
}
