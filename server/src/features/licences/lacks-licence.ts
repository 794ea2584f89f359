import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { type Installations, selfBuiltKey } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { memberLicencesRepo } from './repository.ts';
import { licenceNeed, memberLicenceState } from './rules.ts';

/** Whether the actor is known to have no licence for customer contact while one is needed. */
export async function lacksLicence(
  ctx: {
    readonly database: Pick<Database, 'read'>;
    readonly installations: Pick<Installations, 'of'>;
    readonly now: () => Date;
  },
  actor: Actor,
): Promise<boolean> {
  if (ctx.installations.of(actor.corpId).appKey === selfBuiltKey) {
    return false;
  }
  const now = ctx.now();
  const db = ctx.database.read;
  const need = licenceNeed(await requireCorp(db, actor.corpId), now);
  const [row] = await memberLicencesRepo(db, actor.corpId).findOfMembers([actor.memberId]);
  const state = memberLicenceState(need, row ?? null, now);
  return state === 'none' || state === 'expired' || state === 'base';
}
