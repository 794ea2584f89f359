import type { IdUpgrade } from '@guanxi/shared/id-upgrade';
import type { Actor } from '../../http/session.ts';
import { type FindUpgradeContext, findUpgrade } from './find-upgrade.ts';
import { describeConversion } from './get-id-conversion.ts';
import { idConversionRepo } from './repository.ts';
import { askedBefore } from './upgrade-ids.ts';
import { missingOf } from './upgrade-rules.ts';

/** Whether the app of the actor's company still gets old ids, and how far their upgrade has come. */
export async function getIdUpgrade(
  ctx: FindUpgradeContext,
  actor: Actor,
): Promise<{ upgrade: IdUpgrade | null }> {
  const found = await findUpgrade(ctx, actor.corpId);
  if (found === null) {
    return { upgrade: null };
  }
  const { read } = ctx.database;
  const { open, obstacle, otherApps, row } = found;
  const reasons =
    row === null ? new Map() : await idConversionRepo(read, row.corpId).countReasons(askedBefore);
  return {
    upgrade: {
      members: open.members ? 'corp' : 'provider',
      customers: open.customers ? 'corp' : 'provider',
      ...{ obstacle, otherApps: [...otherApps] },
      conversion: row === null ? null : await describeConversion(read, row.corpId),
      missing: missingOf(reasons),
    },
  };
}
