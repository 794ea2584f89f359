import { ConfigError, loadConfig } from './config/config.ts';
import { readEnvironment } from './config/env.ts';
import { createContext } from './context.ts';
import { createLogger } from './log.ts';
import { startServer } from './server.ts';

/** Starts the server from the environment, and stops it on a signal. */
async function main(): Promise<void> {
  const { config, secrets } = loadConfig(readEnvironment());
  const log = createLogger(config.logLevel);
  const server = await startServer(await createContext(config, secrets, log));
  log.info({ port: server.port, publicUrl: config.publicUrl }, 'listening');
  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    log.info({ signal }, 'stopping');
    server.stop().then(
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
