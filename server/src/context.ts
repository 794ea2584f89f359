import type { Config, Secrets } from './config/config.ts';
import { type Database, openDatabase } from './db/data-source.ts';
import { createKeyring, type Keyring } from './db/keyring.ts';
import { createWayNames, type WayNames } from './features/contact-ways/way-names.ts';
import type { Installations } from './features/corps/installation.ts';
import { createIsIndexComplete, type IsIndexComplete } from './features/customer-search/index-state.ts';
import { createScopeOf, type ScopeOf } from './features/customers/scope.ts';
import { createLoadActor, type LoadActor } from './features/members/load-actor.ts';
import { createMemberNames, type MemberNames } from './features/members/member-names.ts';
import { createSignInLimit, type SignInLimit } from './features/session/sign-in-limit.ts';
import type { FollowInstallations } from './features/suites/follow-installations.ts';
import { createGetInstallCode, type GetInstallCode } from './features/suites/get-install-code.ts';
import type { Provider, Suites } from './features/suites/suite.ts';
import type { ClientFactory } from './features/suites/suite-installation.ts';
import { createNoteOpening, type NoteOpening } from './features/sync/note-opening.ts';
import { createStaticFiles, type StaticFiles } from './http/static.ts';
import { jobs } from './jobs.ts';
import type { Logger } from './log.ts';
import { createMetrics, type Metrics, noMetrics } from './metrics/metrics.ts';
import { watchPlatform } from './metrics/watch-platform.ts';
import { watchWork } from './metrics/watch-work.ts';
import { connectPlatform } from './platform.ts';
import { createInbox, type Inbox } from './queue/inbox.ts';
import { createNodes, type Nodes } from './queue/nodes.ts';
import { assertDistinctNames, createQueue, type Queue } from './queue/queue.ts';
import { createScheduler, type Scheduler } from './queue/scheduler.ts';
import { createWorker, type Worker } from './queue/worker.ts';
import { schedules } from './schedule.ts';
import { migrations, tables } from './tables.ts';
import type { Budget, CallCounts } from './wecom/index.ts';

/** Everything a request or a job may need, built once. Functions take the parts they use. */
export interface AppContext {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => Date;
  readonly metrics: Metrics;
  /** Opens `GET /metrics`; null when nobody scrapes. */
  readonly metricsToken: string | null;
  readonly keyring: Keyring;
  readonly database: Database;
  readonly installations: Installations;
  readonly suites: Suites;
  readonly clients: ClientFactory;
  /** Null where no suites are served, or the provider's secret is not set. */
  readonly provider: Provider | null;
  readonly followInstallations: FollowInstallations;
  readonly budget: Budget;
  readonly callCounts: CallCounts;
  readonly getInstallCode: GetInstallCode;
  readonly memberNames: MemberNames;
  readonly wayNames: WayNames;
  readonly loadActor: LoadActor;
  readonly scopeOf: ScopeOf;
  readonly isIndexComplete: IsIndexComplete;
  readonly nodes: Nodes;
  readonly noteOpening: NoteOpening;
  readonly signInLimit: SignInLimit;
  readonly worker: Worker;
  readonly scheduler: Scheduler;
  readonly queue: Queue;
  readonly inbox: Inbox;
  readonly files: StaticFiles;
}

/** So many events on their way into the inbox mean that receiving falls behind. */
const pressingDepth = 16;

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
  const metrics = secrets.metricsToken === null ? noMetrics : createMetrics();
  const database = await openDatabase(secrets.database, tables, migrations);
  await database.migrate();
  const nodes = createNodes({ database, isWorker: config.roles.has('worker'), now });
  const platform = await connectPlatform(config, secrets, {
    share: nodes.share,
    database,
    keyring,
    now,
    log,
    metrics,
    overrides,
  });
  const worker: Worker = createWorker<AppContext>({
    database,
    jobs,
    context: () => context,
    now,
    log,
    concurrency: config.workers,
    onRun: metrics.recordJobRun,
    isPressed: () => context.inbox.depth() >= pressingDepth,
    ...(overrides.random === undefined ? {} : { random: overrides.random }),
  });
  const context: AppContext = {
    config,
    log,
    now,
    metrics,
    metricsToken: secrets.metricsToken,
    keyring,
    database,
    ...platform,
    getInstallCode: createGetInstallCode(platform, now),
    memberNames: createMemberNames(database, now),
    wayNames: createWayNames(database, now),
    loadActor: createLoadActor(database, platform.installations, now),
    scopeOf: createScopeOf(database, now),
    isIndexComplete: createIsIndexComplete(database, keyring),
    nodes,
    noteOpening: createNoteOpening(database, now, log),
    signInLimit: createSignInLimit(metrics.recordSignInRefusal),
    worker,
    scheduler: createScheduler({
      database,
      schedules,
      corps: () => platform.installations.all(),
      now,
      onTaken: worker.wake,
      log,
    }),
    queue: createQueue({ now, wake: worker.wake }),
    inbox: createInbox({ database, keyring, now, onStored: worker.wake }),
    files: createStaticFiles(config.h5Dir),
  };
  if (metrics.registry !== null) {
    watchWork(metrics.registry, context);
    watchPlatform(metrics.registry, context);
  }
  return context;
}
