import type { Database } from '../../db/data-source.ts';
import { type Installations, selfBuiltKey } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { memberLicencesRepo } from './repository.ts';
import { licenceNeed, memberLicenceState } from './rules.ts';

/** Whether a member is known to have no licence for customer contact while one is needed. */
export async function lacksLicence(
  ctx: {
    readonly database: Pick<Database, 'read'>;
    readonly installations: Pick<Installations, 'of'>;
    readonly now: () => Date;
  },
  corpId: number,
  memberId: number,
): Promise<boolean> {
  if (ctx.installations.of(corpId).appKey === selfBuiltKey) {
    return false;
  }
  const now = ctx.now();
  const db = ctx.database.read;
  const [corp, [row]] = await Promise.all([
    requireCorp(db, corpId),
    memberLicencesRepo(db, corpId).findOfMembers([memberId]),
  ]);
  const state = memberLicenceState(licenceNeed(corp, now), row ?? null, now);
  return state === 'none' || state === 'expired' || state === 'base';
}
