import type { Database } from '../../db/data-source.ts';
import { selfBuiltKey } from './installation.ts';
import { corpsRepo } from './repository.ts';
import type { CorpRow } from './table.ts';

/** Writes the corp of the settings into the table, and returns its row. One that was replaced stays so. */
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
  return database.transaction(async (db) => {
    const repo = corpsRepo(db);
    const replaced = await repo.find(selfBuiltKey, corp.wecomCorpId);
    if (replaced?.status === 'replaced') {
      return replaced;
    }
    return repo.upsert({
      ...known,
      adminUserIds: [...admins],
      appKey: selfBuiltKey,
      mode: 'self-built',
      status: 'active',
      sealedCode: null,
      cancelledAt: null,
      createdAt: now,
    });
  });
}
