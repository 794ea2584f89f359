import type { Keyring } from '../../db/keyring.ts';
import {
  type CorpAccess,
  type CorpClient,
  createCustomizedAccess,
  createSuiteAccess,
  type TokenHolder,
  type Transport,
} from '../../wecom/index.ts';
import type { Installation, StoredInstallation } from '../corps/installation.ts';
import type { Suite } from './suite.ts';

/** What makes the clients of installed corps. */
export interface ClientFactory {
  readonly transport: Transport;
  readonly tokens: TokenHolder;
  readonly keyring: Keyring;
  clientOf(access: CorpAccess): CorpClient;
}

/**
 * The installation of a suite or template in one corp, from its row.
 *
 * @throws when the row has no permanent code, or the key that sealed it is gone
 */
export function suiteInstallation(
  factory: ClientFactory,
  suite: Suite,
  row: StoredInstallation,
): Installation {
  if (row.sealedCode === null) {
    throw new Error(`The corp ${row.id} has no permanent code`);
  }
  const common = {
    corpId: row.wecomCorpId,
    agentId: String(row.agentId),
    permanentCode: factory.keyring.open(row.sealedCode),
    transport: factory.transport,
    tokens: factory.tokens,
  };
  const access =
    suite.kind === 'suite'
      ? createSuiteAccess({ ...common, suite: suite.client })
      : createCustomizedAccess({ ...common, templateId: suite.suiteId });
  return {
    corpId: row.id,
    appKey: suite.suiteId,
    wecomCorpId: row.wecomCorpId,
    agentId: row.agentId,
    name: row.name,
    timeZone: row.timeZone,
    admins: new Set(),
    client: factory.clientOf(access),
    callbackKeys: suite.callbackKeys,
  };
}
