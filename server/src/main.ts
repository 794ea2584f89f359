import { ConfigError, loadConfig } from './config/config.ts';
import { readEnvironment } from './config/env.ts';
import { createContext } from './context.ts';
import { createLogger, type Logger } from './log.ts';
import { type RunningServer, startServer } from './server.ts';

/** Starts the server from the environment, and stops it on a signal, also on one that comes while it starts. */
async function main(): Promise<void> {
  const { config, secrets } = loadConfig(readEnvironment());
  const log = createLogger(config.logLevel);
  const starting = createContext(config, secrets, log).then(startServer);
  stopOnSignals(log, starting);
  const server = await starting;
  log.info({ port: server.port, publicUrl: config.publicUrl }, 'listening');
}

function stopOnSignals(log: Logger, starting: Promise<RunningServer>): void {
  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    log.info({ signal }, 'stopping');
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopped with an error');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : String((error as Error)?.stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
