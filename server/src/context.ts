import type { Config, Secrets } from './config/config.ts';
import { type Database, openDatabase } from './db/data-source.ts';
import { createKeyring, type Keyring } from './db/keyring.ts';
import { ensureSelfBuiltCorp } from './features/corps/ensure-corp.ts';
import { createInstallations, type Installation, type Installations } from './features/corps/installation.ts';
import { createScopeOf, type ScopeOf } from './features/customers/scope.ts';
import { createLoadActor, type LoadActor } from './features/members/load-actor.ts';
import { createMemberNames, type MemberNames } from './features/members/member-names.ts';
import { createStaticFiles, type StaticFiles } from './http/static.ts';
import { jobs } from './jobs.ts';
import type { Logger } from './log.ts';
import { createInbox, type Inbox } from './queue/inbox.ts';
import { assertDistinctNames, createQueue, type Queue } from './queue/queue.ts';
import { createWorker, type Worker } from './queue/worker.ts';
import { migrations, tables } from './tables.ts';
import {
  createCorpClient,
  createMemoryTokenStore,
  createSelfBuiltAccess,
  createTokenHolder,
  createTransport,
} from './wecom/index.ts';

/** Everything a request or a job may need, built once. Functions take the parts they use. */
export interface AppContext {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => Date;
  readonly keyring: Keyring;
  readonly database: Database;
  readonly installations: Installations;
  readonly memberNames: MemberNames;
  readonly loadActor: LoadActor;
  readonly scopeOf: ScopeOf;
  readonly worker: Worker;
  readonly queue: Queue;
  readonly inbox: Inbox;
  readonly files: StaticFiles;
}

/** What tests put in the place of the real thing. */
export interface ContextOverrides {
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/**
 * Builds the server from top to bottom: opens and migrates the database, then what stands on it.
 * Nothing runs in the background before `worker.start`.
 */
export async function createContext(
  config: Config,
  secrets: Secrets,
  log: Logger,
  overrides: ContextOverrides = {},
): Promise<AppContext> {
  assertDistinctNames(jobs);
  const now = overrides.now ?? (() => new Date());
  const keyring = createKeyring(secrets.keys);
  const database = await openDatabase(secrets.database, tables, migrations);
  await database.migrate();
  const installations = createInstallations(
    await selfBuiltInstallation(config, secrets, { database, now, log, overrides }),
  );
  const worker: Worker = createWorker<AppContext>({
    database,
    jobs,
    context: () => context,
    now,
    log,
    concurrency: config.workers,
    ...(overrides.random === undefined ? {} : { random: overrides.random }),
  });
  const context: AppContext = {
    config,
    log,
    now,
    keyring,
    database,
    installations,
    memberNames: createMemberNames(database, now),
    loadActor: createLoadActor(database, now),
    scopeOf: createScopeOf(database, now),
    worker,
    queue: createQueue({ now, wake: worker.wake }),
    inbox: createInbox({ database, keyring, now, onStored: worker.wake }),
    files: createStaticFiles(config.h5Dir),
  };
  return context;
}

interface Parts {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Logger;
  readonly overrides: ContextOverrides;
}

async function selfBuiltInstallation(
  config: Config,
  secrets: Secrets,
  parts: Parts,
): Promise<Installation[]> {
  const { corp } = config;
  if (corp === null || secrets.corp === null) {
    return [];
  }
  const row = await ensureSelfBuiltCorp(parts.database, { ...corp, timeZone: config.timeZone }, parts.now());
  const nowMs = () => parts.now().getTime();
  const transport = createTransport({
    baseUrl: config.wecom.apiUrl,
    now: nowMs,
    log: (entry) => parts.log.debug(entry, 'platform call'),
  });
  const tokens = createTokenHolder({ store: createMemoryTokenStore(), now: nowMs });
  const access = createSelfBuiltAccess({
    corpId: corp.wecomCorpId,
    agentId: String(corp.agentId),
    secret: secrets.corp.secret,
    transport,
    tokens,
  });
  const { sleep, random } = parts.overrides;
  const client = createCorpClient({
    access,
    transport,
    tokens,
    now: nowMs,
    oauthBaseUrl: config.wecom.oauthUrl,
    ...(sleep === undefined ? {} : { sleep }),
    ...(random === undefined ? {} : { random }),
  });
  return [
    {
      corpId: row.id,
      wecomCorpId: row.wecomCorpId,
      agentId: row.agentId,
      name: row.name,
      timeZone: row.timeZone,
      admins: new Set(corp.admins),
      client,
      callbackKeys: { token: secrets.corp.token, encodingAesKey: secrets.corp.encodingAesKey },
    },
  ];
}
