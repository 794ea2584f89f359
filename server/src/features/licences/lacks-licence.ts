import type { Database } from '../../db/data-source.ts';
import { type Installations, selfBuiltKey } from '../corps/installation.ts';
import { findMemberLicence } from './find-member-licence.ts';

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
  const { state } = await findMemberLicence(ctx.database.read, corpId, memberId, ctx.now());
  return state === 'none' || state === 'expired' || state === 'base';
}
