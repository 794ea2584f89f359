import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  json: boolean;
  help: boolean;
  /** A company without seed. */
  empty: boolean;
  port: number | undefined;
  simPort: number | undefined;
  dataDir: string;
  databaseUrl: string;
}

export const HELP = `npm start -- [options]

Starts the demo company, a simulated WeCom, and the Guanxi server, and says where to click.

  --json            one JSON line on standard output when everything is ready; all else on standard error
  --port N          port of the server (default: a free one)
  --sim-port N      port of the simulated WeCom (default: a free one)
  --data DIR        data folder (default: ./data); starting again on the same folder goes on with it
  --database URL    sqlite:FILE or mysql://user:password@host:port/database (default: SQLite in the data folder)
  --empty           a company without customers
  --help            this text
`;

/** A mistake on the command line; its message is all the user needs. */
export class UsageError extends Error {}

function portOption(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65535)
    throw new UsageError(`--${name} must be a port number, not "${value}"`);
  return port === 0 ? undefined : port;
}

function databaseOption(value: string | undefined, dataDir: string, cwd: string): string {
  if (value === undefined) return `sqlite:${resolve(dataDir, 'guanxi.sqlite')}`;
  if (value.startsWith('mysql://')) return value;
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(value)?.[1];
  if (!file) throw new UsageError(`--database must be sqlite:FILE or mysql://…, not "${value}"`);
  return `sqlite:${resolve(cwd, file)}`;
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        empty: { type: 'boolean', default: false },
        port: { type: 'string' },
        'sim-port': { type: 'string' },
        data: { type: 'string', default: 'data' },
        database: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command line of `npm start`; relative paths start where the user typed the command. */
export function parseStartOptions(argv: readonly string[], cwd: string): StartOptions {
  const values = readArguments(argv);
  const dataDir = resolve(cwd, values.data);
  return {
    json: values.json,
    help: values.help,
    empty: values.empty,
    port: portOption('port', values.port),
    simPort: portOption('sim-port', values['sim-port']),
    dataDir,
    databaseUrl: databaseOption(values.database, dataDir, cwd),
  };
}
