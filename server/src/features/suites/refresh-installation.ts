import type { CallOptions } from '../../wecom/index.ts';
import { findInstallation, saveInstallation } from '../corps/save-installation.ts';
import { startFullSync } from '../sync/start-sync.ts';
import type { InstallContext } from './install-corp.ts';
import type { Suite } from './suite.ts';
import { suiteInstallation } from './suite-installation.ts';

/** Reads an installation again after its visible range or permissions changed, and syncs what it may see now. */
export async function refreshInstallation(
  ctx: InstallContext,
  suite: Suite,
  wecomCorpId: string,
  call: CallOptions,
): Promise<void> {
  const row = await findInstallation(ctx.database, suite.suiteId, wecomCorpId);
  if (row === null || row.status !== 'active' || row.sealedCode === null) {
    return;
  }
  const permanentCode = ctx.keyring.open(row.sealedCode);
  const info = await suite.client.getAuthInfo({ corpId: wecomCorpId, permanentCode }, call);
  const { id: _id, ...known } = row;
  const fresh = await saveInstallation(ctx.database, {
    ...known,
    name: info.corp.name,
    agentId: Number(info.agents[0]?.agentId ?? row.agentId),
  });
  ctx.installations.put(suiteInstallation(ctx.clients, suite, fresh));
  await startFullSync(ctx, row.id);
}
