import type { Keyring } from '../../db/keyring.ts';
import {
  type Capabilities,
  type CorpAccess,
  type CorpClient,
  capabilitiesFromPermissions,
  createCustomizedAccess,
  createSuiteAccess,
  type TokenHolder,
  type Transport,
} from '../../wecom/index.ts';
import type { Installation, StoredInstallation } from '../corps/installation.ts';
import { licenceNeed } from '../licences/rules.ts';
import type { Suite } from './suite.ts';

/** What makes the clients of installed corps. */
export interface ClientFactory {
  readonly transport: Transport;
  readonly tokens: TokenHolder;
  readonly keyring: Keyring;
  readonly now: () => Date;
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
    capabilities: knownCapabilities(suite, row, factory.now()),
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
    admins: new Set(row.adminUserIds ?? []),
    isByMembers: row.authMode === 'member',
    client: factory.clientOf(access),
    callbackKeys: suite.callbackKeys,
  };
}

/** What is known of an installation beyond what every app of its kind may do. */
function knownCapabilities(suite: Suite, row: StoredInstallation, now: Date): Partial<Capabilities> {
  const need = licenceNeed({ ...row, mode: suite.kind }, now);
  return {
    ...(row.permissions === null ? {} : capabilitiesFromPermissions(suite.kind, row.permissions)),
    ...(row.idSubjects === null
      ? {}
      : { memberIds: row.idSubjects.members, externalIds: row.idSubjects.customers }),
    needsLicence: need === 'needed' || need === 'unknown',
  };
}
