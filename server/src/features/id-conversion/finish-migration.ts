import type { Database } from '../../db/data-source.ts';
import { GiveUp } from '../../queue/job.ts';
import { type IdMigration, isFinalRefusal, isForAdmin, WecomError } from '../../wecom/index.ts';
import type { Installation } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { suiteInstallation } from '../suites/suite-installation.ts';
import { type FindUpgradeContext, findUpgrade } from './find-upgrade.ts';
import type { IdConversionRow } from './table.ts';
import { subjectsToFinish } from './upgrade-rules.ts';

/** What upgrading at the platform needs of the server. */
export interface MigrationContext extends FindUpgradeContext {
  readonly database: Database;
  readonly clients: Parameters<typeof suiteInstallation>[0];
}

/**
 * Has the platform upgrade the ids of an installation, for good. It is asked first what is upgraded already: a run
 * before this one may have died behind the call.
 *
 * @param here - the installation, whose client calls by the old corpid
 * @throws GiveUp when the platform refuses, or something came in the way since an administrator agreed
 */
export async function finishMigration(
  ctx: MigrationContext,
  row: IdConversionRow,
  here: Installation,
): Promise<void> {
  const done = await readMigration(ctx, row, here);
  const left = subjectsToFinish(row.openSubjects ?? { members: false, customers: false }, done);
  if (left === null) {
    return;
  }
  const found = await findUpgrade(ctx, row.fromCorpId);
  if (found === null || found.obstacle !== null || ctx.provider === null) {
    throw new GiveUp(new Error(`The ids cannot be upgraded now: ${found?.obstacle ?? 'no such app'}`));
  }
  const isMade = ctx.suites.find(here.appKey)?.kind === 'customized';
  const upgrade = { corpId: here.wecomCorpId, agentId: isMade ? String(here.agentId) : null, ...left };
  try {
    await ctx.provider.client.finishIdMigration(upgrade, { priority: 'sync' });
  } catch (error) {
    throw isFinalRefusal(error) || isForAdmin(error) ? new GiveUp(error) : error;
  }
}

async function readMigration(
  ctx: MigrationContext,
  row: IdConversionRow,
  here: Installation,
): Promise<IdMigration> {
  try {
    return await here.client.getIdMigration();
  } catch (error) {
    // Once the corpid is upgraded, no new token is to be had by the old one.
    const renamed = error instanceof WecomError ? await readRenamed(ctx, row) : null;
    if (renamed === null) {
      throw error;
    }
    return renamed;
  }
}

/** The same by the new corpid; null where the platform knows nothing of that. */
async function readRenamed(ctx: MigrationContext, row: IdConversionRow): Promise<IdMigration | null> {
  const { read } = ctx.database;
  const former = await requireCorp(read, row.fromCorpId);
  const suite = ctx.suites.find(former.appKey);
  if (suite === undefined || row.openSubjects?.members !== true) {
    return null;
  }
  const { wecomCorpId } = await requireCorp(read, row.corpId);
  try {
    return await suiteInstallation(ctx.clients, suite, { ...former, wecomCorpId }).client.getIdMigration();
  } catch (error) {
    if (error instanceof WecomError) {
      return null;
    }
    throw error;
  }
}
