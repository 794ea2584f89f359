import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { IdConversion } from './id-conversion.ts';

/** Whose ids an app of a provider gets: the company's own, as in old installations, or the provider's. */
export const IdSubject = z.enum(['corp', 'provider']);
export type IdSubject = z.output<typeof IdSubject>;

/**
 * Why the ids of an installation cannot be upgraded now. `provider_missing`: the settings of the server have no secret
 * of the provider; `other_apps`: the platform would upgrade other third-party apps of the company along with this one;
 * `former_app`: the history of a self-built app waits, which could not be brought afterwards.
 */
export const UpgradeObstacle = z.enum(['provider_missing', 'other_apps', 'former_app']);
export type UpgradeObstacle = z.output<typeof UpgradeObstacle>;

/** An installation that still gets ids of the company, and how far their upgrade (账号 ID 升级) has come. */
export const IdUpgrade = z.object({
  /** Ids of members, and with them the corpid. */
  members: IdSubject,
  /** Ids of customers, tags and group chats. */
  customers: IdSubject,
  obstacle: UpgradeObstacle.nullable(),
  /** Names of the other apps, for `other_apps`. */
  otherApps: z.array(z.string()),
  /** Null before an administrator asked for it. */
  conversion: IdConversion.nullable(),
  /**
   * Ids without a new one, once they were asked for: of whom the app no longer sees, without which it may go on; and
   * of all others, for which it may not.
   */
  missing: z.object({ gone: z.number().int(), needed: z.number().int() }),
});
export type IdUpgrade = z.output<typeof IdUpgrade>;

const Known = z.object({ upgrade: IdUpgrade.nullable() });

export const getIdUpgrade = defineRoute({
  method: 'GET',
  path: '/id-upgrade',
  summary: 'Whether the app still gets old ids of the company, and their upgrade; null where all are new',
  access: 'admin',
  response: Known,
});

export const confirmIdUpgrade = defineRoute({
  method: 'POST',
  path: '/id-upgrade/confirm',
  summary: 'Upgrade the ids of this installation for good, after checking that each has a new one',
  access: 'admin',
  // `withoutGone`: go on although some have no new id whom the app no longer sees.
  body: z.object({ withoutGone: z.boolean() }),
  errors: ['id_upgrade.not_possible', 'id_conversion.running'],
  response: Known,
});
