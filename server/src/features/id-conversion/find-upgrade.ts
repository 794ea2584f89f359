import type { UpgradeObstacle } from '@guanxi/shared/id-upgrade';
import type { Database } from '../../db/data-source.ts';
import type { Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import type { CorpRow } from '../corps/stored-corp.ts';
import type { Provider, Suites } from '../suites/suite.ts';
import { idConversionRepo } from './repository.ts';
import type { IdConversionRow, OpenSubjects } from './table.ts';
import { obstacleOf, openSubjectsOf } from './upgrade-rules.ts';

/** What looking for an upgrade needs of the server. */
export interface FindUpgradeContext {
  readonly database: Pick<Database, 'read'>;
  readonly installations: Installations;
  readonly suites: Suites;
  readonly provider: Provider | null;
}

/** An installation with ids that can be upgraded. */
export interface FoundUpgrade {
  readonly corp: CorpRow;
  readonly open: OpenSubjects;
  readonly obstacle: UpgradeObstacle | null;
  readonly otherApps: readonly string[];
  /** The upgrade that an administrator asked for; null before that. */
  readonly row: IdConversionRow | null;
}

/**
 * What an installation's ids could be upgraded to, and what is in the way.
 *
 * @param openCorpId - the provider's id of the company, where it is known already
 * @returns null for an app that has the provider's ids, and for one that has no provider
 */
export async function findUpgrade(
  ctx: FindUpgradeContext,
  corpId: number,
  openCorpId: string | null = null,
): Promise<FoundUpgrade | null> {
  const { read } = ctx.database;
  const corp = await requireCorp(read, corpId);
  const row = corp.replacedBy === null ? null : await idConversionRepo(read, corp.replacedBy).find();
  const open = row?.openSubjects ?? openSubjectsOf(corp.idSubjects);
  if (open === null || ctx.suites.find(corp.appKey) === undefined) {
    return null;
  }
  const own = await idConversionRepo(read, corpId).find();
  const next = row === null ? null : await requireCorp(read, row.corpId);
  const names = new Set([corp.wecomCorpId, openCorpId, next?.wecomCorpId]);
  const otherApps = await upgradedAlong(ctx, corp, names);
  const facts = {
    ...{ hasProvider: ctx.provider !== null, otherApps },
    formerAppWaits: own !== null && own.state !== 'done',
  };
  return { corp, open, obstacle: obstacleOf(facts), otherApps, row };
}

/**
 * The other third-party apps of a company with old ids: the platform upgrades all of them in one call. One whose ids
 * nobody has asked about may have old ones.
 */
async function upgradedAlong(
  { database, installations, suites }: FindUpgradeContext,
  corp: CorpRow,
  names: ReadonlySet<unknown>,
): Promise<string[]> {
  if (suites.find(corp.appKey)?.kind !== 'suite') {
    return [];
  }
  const found: string[] = [];
  for (const one of installations.all()) {
    const suite = suites.find(one.appKey);
    if (one.corpId !== corp.id && suite?.kind === 'suite' && names.has(one.wecomCorpId)) {
      const { idSubjects } = await requireCorp(database.read, one.corpId);
      if (idSubjects === null || openSubjectsOf(idSubjects) !== null) {
        found.push(suite.name);
      }
    }
  }
  return found;
}
