import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { type Engine, sqliteFile } from '../lib/database.ts';
import type { BenchCorp, GuanxiServer } from '../lib/guanxi.ts';
import { type Program, readyLine, startProgram } from '../lib/program.ts';
import type { Simulator } from '../lib/simulator.ts';

/** A way of receiving that takes part in every round. */
export interface Contestant {
  readonly name: string;
  readonly port: number;
  readonly program: Program;
  /** Where its rows go, for the count at the end; null when it keeps none. */
  readonly rows: { readonly url: string; readonly table: string } | null;
  /** Sets the stage before each of its turns. */
  before(): Promise<void>;
}

/** How busy the server's own worker is kept with what was received, by the platform's API latency. */
const platformLatencies = { 'worker on': 50, 'worker waiting': 3_000, 'worker flat out': 0 } as const;

/** The real server in three moods: the platform answers as usual, hardly, or without any delay. */
export function guanxiContestants(
  server: GuanxiServer,
  simulator: Simulator,
  databaseUrl: string,
): Contestant[] {
  return Object.entries(platformLatencies).map(([mood, latencyMs]) => ({
    name: `guanxi, ${mood}`,
    port: server.port,
    program: server.program,
    rows: { url: databaseUrl, table: 'inbox_event' },
    before: () => simulator.setLatency(latencyMs),
  }));
}

const pools = [16, 64];

/** The floors: one insert a request, with two sizes of pool where there is one, and no insert at all. */
export async function bareContestants(engine: Engine, corp: BenchCorp): Promise<Contestant[]> {
  const contestants: Contestant[] = [];
  const hasPool = engine.name === 'mariadb';
  for (const pool of hasPool ? pools : [1]) {
    const url = await engine.create(`bare_${pool}`);
    await createBareTable(url);
    const name = hasPool ? `bare, ${pool} connections to the database` : 'bare, one insert a request';
    contestants.push(await startBare(name, corp, { url, pool }));
  }
  contestants.push(await startBare('bare, no database', corp, { url: '', pool: 0 }));
  return contestants;
}

async function startBare(
  name: string,
  corp: BenchCorp,
  database: { url: string; pool: number },
): Promise<Contestant> {
  const program = startProgram(join(import.meta.dirname, 'bare-server.ts'), {
    args: [database.url, String(database.pool), corp.token, corp.encodingAesKey],
  });
  const { port } = await readyLine<{ port: number }>(program);
  return {
    name,
    port,
    program,
    rows: database.url === '' ? null : { url: database.url, table: 'bare_event' },
    before: async () => undefined,
  };
}

async function createBareTable(url: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const connection = new Sqlite(sqliteFile(url));
    connection.exec('CREATE TABLE bare_event (id INTEGER PRIMARY KEY, plaintext TEXT, received_at TEXT)');
    connection.close();
    return;
  }
  const connection = await mysql.createConnection(url);
  await connection.query(
    'CREATE TABLE bare_event (id BIGINT AUTO_INCREMENT PRIMARY KEY, plaintext MEDIUMTEXT, received_at DATETIME(3))',
  );
  await connection.end();
}
