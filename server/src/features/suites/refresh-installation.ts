import { applyAccess } from '../installation/apply-access.ts';
import { type AccessContext, readAccess } from '../installation/read-access.ts';
import { startFullSync } from '../sync/start-sync.ts';
import { type FollowInstallations, findInstalled } from './follow-installations.ts';
import type { InstallContext } from './install-corp.ts';
import type { Suite } from './suite.ts';

/** What refreshing needs of the server. */
export type RefreshContext = InstallContext &
  AccessContext & { readonly followInstallations: FollowInstallations };

/** Reads an installation again after its visible range or permissions changed, and syncs what it may see now. */
export async function refreshInstallation(
  ctx: RefreshContext,
  suite: Suite,
  wecomCorpId: string,
): Promise<void> {
  const installation = await findInstalled(ctx, suite.suiteId, wecomCorpId);
  if (installation === undefined) {
    return;
  }
  // What was refused before may be allowed now: the app was switched on again, or was granted more.
  ctx.installations.tryAgain(installation.corpId);
  const reading = await readAccess(ctx, installation);
  await ctx.database.transaction((db) => applyAccess(ctx, db, installation, reading));
  await startFullSync(ctx, installation.corpId, 'change');
}
