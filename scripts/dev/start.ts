import { join } from 'node:path';
import { createReader } from '../../server/src/config/reader.ts';
import type { DatabaseConfig } from '../../server/src/db/data-source.ts';
import { ROOT } from '../lib/local-bin.ts';
import { freePort, isFree } from '../lib/ports.ts';
import { seedDemoFollowUps } from '../seed/demo-follow-ups.ts';
import { startWecomSim, type WecomSim } from '../wecom-sim/index.ts';
import { friendlyText, jsonLine, type Running } from './announce.ts';
import { ensureH5 } from './build-h5.ts';
import { registerCallback, registerSuites } from './callback.ts';
import { openDataFolder } from './data-folder.ts';
import { HELP, parseStartOptions, type StartOptions, UsageError } from './options.ts';
import { serverEnvironment } from './server-env.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Tried first, so that bookmarks and open pages survive a restart; any free port serves as well. */
const USUAL_PORT = { app: 5810, sim: 5811 };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** What runs so far; stopped in reverse order, whatever point the start had reached. */
interface Parts {
  sim?: WecomSim;
  server?: ServerProcess;
}

async function choosePort(given: number | undefined, usual: number, option: string): Promise<number> {
  if (given === undefined) return freePort(usual);
  if (await isFree(given)) return given;
  throw new UsageError(`port ${given} is in use; choose another with --${option}, or leave it out`);
}

async function startSim(options: StartOptions, appUrl: string): Promise<WecomSim> {
  const port = await choosePort(options.simPort, USUAL_PORT.sim, 'sim-port');
  // One address serves every app, so each of a provider's apps says which it is.
  const suiteAppUrl = `${appUrl}/?suite=$SUITE_ID$&corp=$CORPID$`;
  return startWecomSim({ port, seed: options.empty ? 'empty' : 'demo', appUrl, suiteAppUrl });
}

function startApp(options: StartOptions, sim: WecomSim, port: number, appUrl: string): ServerProcess {
  const [corp] = sim.corps;
  if (!corp) throw new Error('the simulated platform has no company');
  const { name, apps } = sim.world.corp(corp.corpId);
  const admins = apps.find((app) => app.agentId === corp.agentId)?.admins ?? [];
  const { dataDir, databaseUrl } = options;
  const { secretKeys } = openDataFolder(dataDir);
  const h5Dir = join(ROOT, 'h5/dist');
  const settings = { port, appUrl, simUrl: sim.url, dataDir, databaseUrl, secretKeys, h5Dir };
  return startServer(
    appUrl,
    serverEnvironment(
      { ...settings, corp: { ...corp, name, admins }, provider: sim.provider, suites: sim.suites },
      process.env,
    ),
  );
}

/** The database as the server itself reads the same URL. */
function databaseConfig(url: string): DatabaseConfig {
  return createReader({ DATABASE_URL: url }).database('DATABASE_URL', 'DATABASE_POOL');
}

/** Brings everything up in order: pages, platform, server, and the platform's callbacks last. */
async function bringUp(options: StartOptions, parts: Parts, stopped: AbortSignal): Promise<Running> {
  const port = await choosePort(options.port, USUAL_PORT.app, 'port');
  const appUrl = `http://127.0.0.1:${port}`;
  await ensureH5(say, stopped);
  const sim = await startSim(options, appUrl);
  parts.sim = sim;
  stopped.throwIfAborted();
  const server = startApp(options, sim, port, appUrl);
  parts.server = server;
  await server.ready(stopped);
  for (const { corpId } of sim.corps)
    await registerCallback(sim, corpId, `${appUrl}/wecom/callback/${corpId}`, stopped);
  await registerSuites(sim, appUrl, stopped);
  if (!options.empty) await seedDemoFollowUps(databaseConfig(options.databaseUrl), new Date(), stopped);
  return { app: appUrl, sim: sim.url, desktop: `${sim.url}/desktop/`, corps: sim.corps };
}

async function takeDown(parts: Parts): Promise<void> {
  await parts.server?.stop();
  await parts.sim?.stop();
}

/** Aborted by the first signal; later ones change nothing, since Ctrl-C often arrives more than once. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} (npm start -- --help)`;
  return `Stopped: ${error instanceof Error ? error.message : String(error)}`;
}

async function run(options: StartOptions): Promise<void> {
  const stopped = abortOnSignal();
  const parts: Parts = {};
  try {
    const running = await bringUp(options, parts, stopped);
    process.stdout.write(options.json ? `${jsonLine(running)}\n` : friendlyText(running, options.dataDir));
    const death = await Promise.race([parts.server?.ended, aborted(stopped)]);
    if (death !== undefined) throw new Error(death);
  } catch (error) {
    if (!stopped.aborted) {
      say(explain(error));
      process.exitCode = error instanceof UsageError ? 2 : 1;
    }
  }
  await takeDown(parts);
}

async function main(argv: readonly string[]): Promise<void> {
  // npm changes into the package's folder; INIT_CWD is where the command was typed.
  const options = parseStartOptions(argv, process.env.INIT_CWD ?? process.cwd());
  if (options.help) process.stdout.write(HELP);
  else await run(options);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(explain(error));
  process.exitCode = 2;
}
