import type { InstallationStateKind } from '@guanxi/shared/installation';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { WecomError } from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import type { CorpAccessRow, CorpRow } from '../corps/stored-corp.ts';
import type { Provider, Suite, Suites } from '../suites/suite.ts';
import type { ClientFactory } from '../suites/suite-installation.ts';
import { authorisedPart, editionPart } from './authorised-part.ts';
import { troubleOf } from './rules.ts';

/** What reading an installation needs of the server. */
export interface AccessContext {
  readonly database: Pick<Database, 'read'>;
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly suites: Suites;
  readonly clients: ClientFactory;
  readonly provider: Provider | null;
  readonly now: () => Date;
  readonly config: { readonly corp: { readonly admins: readonly string[] } | null };
}

/** What a reading showed. */
export interface AccessReading {
  /** Columns to write; what could not be read is left out and stays as it is. */
  readonly access: Partial<CorpAccessRow & Pick<CorpRow, 'name' | 'agentId'>>;
  /** Why the app's own calls are refused; null when they are not. */
  readonly trouble: InstallationStateKind | null;
  /** The visible range is another one than when it was read before. */
  readonly isRangeNew: boolean;
}

/** Reads what an installation may do: range, permissions, administrators, whose ids, licences. */
export async function readAccess(ctx: AccessContext, installation: Installation): Promise<AccessReading> {
  const row = await requireCorp(ctx.database.read, installation.corpId);
  const suite = ctx.suites.find(installation.appKey);
  const access: Partial<CorpAccessRow & Pick<CorpRow, 'name' | 'agentId'>> = { accessReadAt: ctx.now() };
  let trouble: InstallationStateKind | null = null;
  try {
    await (suite === undefined
      ? readSelfBuilt(ctx, installation, access)
      : readProvided(ctx, installation, suite, row, access));
    await readAddresses(installation, access);
  } catch (error) {
    trouble = error instanceof WecomError ? troubleOf(error.errcode) : null;
    if (trouble === null) {
      throw error;
    }
  }
  const isRangeNew =
    access.visibleRange !== undefined &&
    row.visibleRange !== null &&
    JSON.stringify(access.visibleRange) !== JSON.stringify(row.visibleRange);
  return { access, trouble, isRangeNew };
}

async function readSelfBuilt(
  ctx: AccessContext,
  { client }: Installation,
  access: Partial<CorpAccessRow>,
): Promise<void> {
  const agent = await client.getAgent();
  access.authMode = 'admin';
  access.visibleRange = {
    departmentIds: agent.visibleDepartmentIds,
    userIds: agent.visibleUserIds,
    tagIds: agent.visibleTagIds,
  };
  const listed = await unlessNotPermitted(() => client.listAppAdmins());
  const managing = (listed ?? []).filter((admin) => admin.manages).map((admin) => admin.userId);
  access.adminUserIds = [...new Set([...(ctx.config.corp?.admins ?? []), ...managing])];
}

async function readProvided(
  ctx: AccessContext,
  { client, wecomCorpId }: Installation,
  suite: Suite,
  row: CorpRow,
  access: Partial<CorpAccessRow & Pick<CorpRow, 'name' | 'agentId'>>,
): Promise<void> {
  const permanentCode = ctx.keyring.open(row.sealedCode ?? Buffer.alloc(0));
  const info = await suite.client.getAuthInfo({ corpId: wecomCorpId, permanentCode });
  const [agent] = info.agents;
  access.name = info.corp.name;
  if (agent !== undefined) {
    access.agentId = Number(agent.agentId);
    Object.assign(access, authorisedPart(agent));
  }
  const edition = info.editions.find(({ agentId }) => agentId === agent?.agentId);
  access.edition = edition === undefined ? null : editionPart(edition);
  const licence = await unlessNotPermitted(
    async () => ctx.provider?.client.getAppLicence({ corpId: wecomCorpId, suiteId: suite.suiteId }) ?? null,
  );
  if (licence !== null) {
    access.licenceStatus = licence.status;
    access.licenceTrialUntil = licence.trial?.until ?? null;
    access.licenceCheckedFrom = licence.checkedFrom;
    access.licenceReadAt = ctx.now();
  }
  access.permissions = await client.listPermissions();
  const admins = agent?.authMode === 'member' ? [] : await unlessNotPermitted(() => client.listAppAdmins());
  if (admins !== null) {
    access.adminUserIds = admins.filter((admin) => admin.manages).map((admin) => admin.userId);
  }
  const migration = await unlessNotPermitted(() => client.getIdMigration());
  if (migration !== null) {
    access.idSubjects = {
      members: migration.members ? 'provider' : 'corp',
      customers: migration.customers ? 'provider' : 'corp',
    };
  }
}

async function readAddresses({ client }: Installation, access: Partial<CorpAccessRow>): Promise<void> {
  const callbacks = await unlessNotPermitted(() => client.listCallbackIps());
  const api = await unlessNotPermitted(() => client.listApiDomainIps());
  if (callbacks !== null && api !== null) {
    access.platformAddresses = { callbacks, api };
  }
}

/** Null for a call this app was not granted; what it would have told is then not known. */
async function unlessNotPermitted<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (
      error instanceof WecomError &&
      error.reaction === 'configuration' &&
      troubleOf(error.errcode) === null
    ) {
      return null;
    }
    throw error;
  }
}
