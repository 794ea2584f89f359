import { join } from 'node:path';
import { HOUR } from '@guanxi/shared/time';
import { ROOT } from '../../../scripts/lib/local-bin.ts';
import { lastingPort } from '../../../scripts/lib/ports.ts';
import { loadConfig } from '../../src/config/config.ts';
import { type Database, openDatabase } from '../../src/db/data-source.ts';
import { createKeyring } from '../../src/db/keyring.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { ensureSelfBuiltCorp } from '../../src/features/corps/ensure-corp.ts';
import { indexStamp } from '../../src/features/customer-search/index-kind.ts';
import { customerTermsRepo } from '../../src/features/customer-search/repository.ts';
import { memberTable } from '../../src/features/members/table.ts';
import { syncRunTable } from '../../src/features/sync/table.ts';
import { sealSession, sessionCookie } from '../../src/http/session.ts';
import { migrations, tables } from '../../src/tables.ts';
import { type Program, startProgram, untilOk } from './program.ts';

/** The corp as the simulator gives it, or an invented one for a server that never asks the platform. */
export interface BenchCorp {
  readonly corpId: string;
  readonly agentId: number | string;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

/** Where a platform would be that is never asked, and its corp. */
export const unaskedPlatform = 'http://127.0.0.1:9';
export const unaskedCorp: BenchCorp = {
  corpId: 'wwbench',
  agentId: 1,
  secret: 'unused',
  token: 'unused',
  encodingAesKey: 'u'.repeat(43),
};

/** The key of this run's server; it protects nothing that lasts. */
export const benchKey = { keyId: 'bench', key: Buffer.alloc(32, 7) };

export type ServerEnvironment = Readonly<Record<string, string>>;

/** What the service file tells Node; `config/systemd` says why. */
const nodeOptions = '--max-semi-space-size=8';

/** The server's settings, as an operator would write them. */
export function serverEnvironment(
  databaseUrl: string,
  corp: BenchCorp,
  platformUrl: string,
): ServerEnvironment {
  return {
    NODE_ENV: 'production',
    NODE_OPTIONS: nodeOptions,
    PUBLIC_URL: 'https://crm.example.com',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    SECRET_KEYS: `${benchKey.keyId}:${benchKey.key.toString('base64')}`,
    WECOM_CORP_ID: corp.corpId,
    WECOM_AGENT_ID: String(corp.agentId),
    WECOM_SECRET: corp.secret,
    WECOM_TOKEN: corp.token,
    WECOM_ENCODING_AES_KEY: corp.encodingAesKey,
    WECOM_API_URL: platformUrl,
  };
}

/** Opens the database of a server beside it. */
export function openTables(env: ServerEnvironment): Promise<Database> {
  return openDatabase(loadConfig(env).secrets.database, tables, migrations);
}

/**
 * Makes the tables and the tenant, with a full sync and a search index that are done, so that the server starts neither
 * beside what is measured. Who searches writes the terms themselves.
 *
 * @returns the tenant's id and the open database, for the caller to close
 */
export async function prepareDatabase(
  env: ServerEnvironment,
): Promise<{ corpId: number; database: Database }> {
  const { config } = loadConfig(env);
  if (config.corp === null) {
    throw new Error('The settings name no corp');
  }
  const database = await openTables(env);
  await database.migrate();
  const now = new Date();
  const corp = await ensureSelfBuiltCorp(database, { ...config.corp, timeZone: config.timeZone }, now);
  await database.transaction(async (db) => {
    await rowsOf(db, syncRunTable).insert({
      corpId: corp.id,
      status: 'done',
      startedAt: now,
      finishedAt: now,
      membersTotal: 0,
      membersDone: 0,
      customers: 0,
      relations: 0,
      lost: 0,
      failure: null,
    });
    const stamp = indexStamp(createKeyring([benchKey]));
    await customerTermsRepo(db, corp.id).saveState({ stamp, lastCustomerId: 0, finishedAt: now });
  });
  return { corpId: corp.id, database };
}

/** The real server as a process of its own. */
export interface GuanxiServer {
  readonly port: number;
  readonly program: Program;
}

/** Starts it and waits until it is ready. */
export async function startGuanxi(
  env: ServerEnvironment,
  nodeArgs: readonly string[] = [],
): Promise<GuanxiServer> {
  const port = await lastingPort();
  const program = startProgram(join(ROOT, 'server/src/main.ts'), {
    nodeArgs,
    env: { ...env, PORT: String(port) },
  });
  await untilOk(`http://127.0.0.1:${port}/readyz`, 60_000);
  return { port, program };
}

/** The cookie of a member's session, as the server itself would give it. */
export function sessionOf(corpId: number, memberId: number): string {
  const claims = { corpId, memberId, expiresAt: Date.now() + 12 * HOUR };
  return `${sessionCookie}=${sealSession(createKeyring([benchKey]), claims)}`;
}

/** A member the server has read from the platform. */
export async function memberOf(
  database: Database,
  userId: string,
): Promise<{ corpId: number; memberId: number }> {
  const row = await rowsOf(database.read, memberTable).findOneByOrFail({ userId });
  return { corpId: row.corpId, memberId: row.id };
}
