import type { Credentials } from '../api/credentials.ts';
import type { PushQueue } from '../callback/queue.ts';
import type { Switches } from '../faults.ts';
import type { Corp } from '../world/corp.ts';
import type { World } from '../world/world.ts';
import { createProviderCodes } from './codes.ts';
import { encryptCorpId } from './ids.ts';
import type { InstallWorld } from './install.ts';
import { createProviders } from './providers.ts';
import { createProviderPushes } from './pushes.ts';
import type { Provider, Suite } from './types.ts';

/** Everything about providers: who there is, their codes, and how they are told. */
export interface Platform extends InstallWorld {
  providers: Provider[];
  suites(): Suite[];
  suite(suiteId: string): Suite | undefined;
  provider(corpId: string): Provider | undefined;
  /** The corp a provider means: by its encrypted corpid, or the plain one of an old grant. */
  corpOf(provider: Provider, corpId: string): Corp | undefined;
}

export const createPlatform = (
  world: World,
  queue: PushQueue,
  credentials: Credentials,
  switches: Switches,
): Platform => {
  const providers = createProviders();
  const codes = createProviderCodes(world.clock);
  const suites = () => providers.flatMap((provider) => provider.suites);
  return {
    ...{ world, providers, codes, credentials, switches, suites },
    pushes: createProviderPushes(world.clock, queue, codes),
    suite: (suiteId) => suites().find((suite) => suite.suiteId === suiteId),
    provider: (corpId) => providers.find((provider) => provider.corpId === corpId),
    corpOf: (provider, corpId) =>
      [...world.corps.values()].find(
        (corp) =>
          encryptCorpId(provider.corpId, corp.corpId) === corpId ||
          (corp.corpId.toLowerCase() === corpId.toLowerCase() &&
            corp.apps.some((app) => app.grant?.suite.provider === provider && !app.grant.encryptedUsers)),
      ),
  };
};
