import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { Queue } from '../../queue/queue.ts';
import { type CallOptions, WecomError } from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { saveInstallation } from '../corps/save-installation.ts';
import { authorisedPart } from '../installation/authorised-part.ts';
import { startReading } from '../installation/read-installation.ts';
import { startFullSync } from '../sync/start-sync.ts';
import type { Suite } from './suite.ts';
import { type ClientFactory, suiteInstallation } from './suite-installation.ts';

/** What installing needs of the server. */
export interface InstallContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly clients: ClientFactory;
  readonly now: () => Date;
  readonly config: { readonly timeZone: string };
}

/** The code was used before: the browser and the event may bring the same one, in either order. */
const usedCodes = new Set([40_078, 40_029]);

/**
 * Exchanges an installation's one-time code, keeps the permanent code sealed, and asks for the first
 * sync. A corp that comes back keeps its row, and with it everything that was not erased.
 *
 * @param call - who waits for it, and what ends it
 * @returns the installation; null when the code had been used already
 */
export async function installCorp(
  ctx: InstallContext,
  suite: Suite,
  authCode: string,
  call: CallOptions,
): Promise<Installation | null> {
  const granted = await exchange(suite, authCode, call);
  if (granted === null) {
    return null;
  }
  const { permanentCode, corp } = granted;
  const info = await suite.client.getAuthInfo({ corpId: corp.corpId, permanentCode }, call);
  const row = await saveInstallation(ctx.database, {
    wecomCorpId: corp.corpId,
    appKey: suite.suiteId,
    mode: suite.kind,
    name: info.corp.name,
    agentId: Number(info.agents[0]?.agentId ?? 0),
    timeZone: ctx.config.timeZone,
    status: 'active',
    sealedCode: ctx.keyring.seal(permanentCode),
    cancelledAt: null,
    createdAt: ctx.now(),
    ...authorisedPart(info.agents[0]),
  });
  const installation = suiteInstallation(ctx.clients, suite, row);
  ctx.installations.put(installation);
  await startReading(ctx, row.id);
  await startFullSync(ctx, row.id, 'install');
  return installation;
}

async function exchange(suite: Suite, authCode: string, call: CallOptions) {
  try {
    return await suite.client.getPermanentCode(authCode, call);
  } catch (error) {
    if (error instanceof WecomError && usedCodes.has(error.errcode)) {
      return null;
    }
    throw error;
  }
}
