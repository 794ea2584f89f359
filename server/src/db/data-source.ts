import mysql from 'mysql2/promise';
import { DataSource, type DataSourceOptions, type EntityManager, type MigrationInterface } from 'typeorm';
import type { Dialect } from './dialect.ts';
import { type Table, toEntitySchema } from './table.ts';
import { createTransactionRunner, type RunTransaction } from './transaction.ts';

/** A connection: the same functions work on it inside and outside a transaction. */
export type Db = EntityManager;

/** Where the data is: a SQLite file, or a MySQL or MariaDB server. */
export type DatabaseConfig =
  | { readonly dialect: 'sqlite'; readonly file: string }
  | { readonly dialect: 'mysql'; readonly url: string; readonly poolSize: number };

/** The open database. */
export interface Database {
  readonly dialect: Dialect;
  /** For reads outside a transaction. On SQLite a second connection, so that it sees committed rows only. */
  readonly read: Db;
  /** Runs `work` in one transaction; a deadlock is tried again. Never nest: pass the connection on. */
  readonly transaction: RunTransaction;
  /** Brings the schema up to date. */
  migrate(): Promise<void>;
  /** Connections of the pool; null where there is none. */
  connections(): { open: number; idle: number; waiting: number } | null;
  /** Fails when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
  /** For migrations' tests and the operator's commands. */
  readonly dataSource: DataSource;
}

type MigrationClass = new () => MigrationInterface;

/**
 * Opens the database.
 *
 * @param config - which engine and where
 * @param tables - every table there is
 * @param migrations - every migration, oldest first
 * @throws when the database cannot be reached
 */
export async function openDatabase(
  config: DatabaseConfig,
  tables: readonly Table[],
  migrations: readonly MigrationClass[],
): Promise<Database> {
  const entities = tables.map((table) => toEntitySchema(table, config.dialect));
  const driver = await driverOptions(config);
  const writer = new DataSource({ ...driver, entities, migrations: [...migrations], ...house });
  await writer.initialize();
  if (config.dialect === 'mysql') {
    await prepareSessions(writer);
  }
  const reader = config.dialect === 'sqlite' ? new DataSource({ ...driver, entities, ...house }) : writer;
  if (reader !== writer) {
    await reader.initialize();
  }
  return {
    dialect: config.dialect,
    read: reader.manager,
    transaction: createTransactionRunner(writer, config.dialect),
    dataSource: writer,
    migrate: () => migrateAlone(writer, config.dialect),
    connections: () => poolOf(writer),
    async ping() {
      await reader.query('SELECT 1');
    },
    async close() {
      await reader.destroy();
      if (reader !== writer) {
        await writer.destroy();
      }
    },
  };
}

const lockWithinSeconds = 120;

/** Runs the migrations; of several processes that start together one does, and the others find nothing left to do. */
async function migrateAlone(source: DataSource, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') {
    await source.runMigrations({ transaction: 'none' });
    return;
  }
  // The lock belongs to its connection, so this one is kept beside those the migrations use.
  const runner = source.createQueryRunner();
  const name = "CONCAT('guanxi:', DATABASE())";
  try {
    const [row]: { is_ours: number | string | null }[] = await runner.query(
      `SELECT GET_LOCK(${name}, ${lockWithinSeconds}) AS is_ours`,
    );
    if (Number(row?.is_ours) !== 1) {
      throw new Error(`Another process migrates the database for more than ${lockWithinSeconds} s`);
    }
    await source.runMigrations({ transaction: 'none' });
  } finally {
    await runner.query(`SELECT RELEASE_LOCK(${name})`).catch(() => undefined);
    await runner.release();
  }
}

/** The pool's own lists: mysql2 counts them nowhere else. */
interface Mysql2Pool {
  readonly _allConnections?: { readonly length: number };
  readonly _freeConnections?: { readonly length: number };
  readonly _connectionQueue?: { readonly length: number };
}

function poolOf(source: DataSource): ReturnType<Database['connections']> {
  const { pool } = source.driver as { pool?: Mysql2Pool };
  const lists = [pool?._allConnections, pool?._freeConnections, pool?._connectionQueue];
  const [open, idle, waiting] = lists.map((list) => list?.length);
  return open === undefined || idle === undefined || waiting === undefined ? null : { open, idle, waiting };
}

/** What a connection's statements must spell. */
export function dialectOf(db: Db): Dialect {
  return db.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
}

const house = {
  synchronize: false,
  migrationsRun: false,
  logging: false,
  migrationsTableName: 'migration',
} as const;

async function driverOptions(config: DatabaseConfig): Promise<DataSourceOptions> {
  if (config.dialect === 'sqlite') {
    return {
      type: 'better-sqlite3',
      database: config.file,
      enableWAL: true,
      timeout: 5000,
      // An acknowledged callback must survive a power cut, so every commit reaches the disk.
      prepareDatabase: (connection: { pragma(statement: string): void }) => {
        connection.pragma('synchronous = FULL');
        connection.pragma('busy_timeout = 5000');
      },
    };
  }
  return {
    // The two read a column's default differently, which matters when schemas are compared.
    type: (await isMariaDb(config.url)) ? 'mariadb' : 'mysql',
    url: config.url,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: config.poolSize,
    connectTimeout: 10_000,
    // The driver would take a stack trace for each statement, for the few that fail; TypeORM's error has one anyway.
    trace: false,
  };
}

async function isMariaDb(url: string): Promise<boolean> {
  const connection = await mysql.createConnection(url);
  try {
    const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT VERSION() AS version');
    return String(rows[0]?.version).includes('MariaDB');
  } finally {
    await connection.end();
  }
}

/** What we use of the driver's pool, which the library keeps to itself. */
interface ConnectionPool {
  on(event: 'connection', listener: (connection: PooledConnection) => void): void;
}

interface PooledConnection {
  query(statement: string, done: (error: unknown) => void): void;
  destroy(): void;
}

/**
 * What every connection is told once; with each transaction it would be a round trip of its own. READ COMMITTED takes
 * no gap locks, which are what concurrent upserts deadlock on. And beyond 200 values of an `IN` the optimizer would
 * estimate by averages of the whole table, which for one large company end in reading all of it.
 */
const sessionStatements = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION eq_range_index_dive_limit = 10000',
];

async function prepareSessions(dataSource: DataSource): Promise<void> {
  const { pool } = dataSource.driver as unknown as { pool: ConnectionPool };
  pool.on('connection', (connection) => {
    for (const statement of sessionStatements) {
      connection.query(statement, (error) => {
        if (error) {
          connection.destroy();
        }
      });
    }
  });
  // The one connection that is open already, from the initialisation.
  for (const statement of sessionStatements) {
    await dataSource.query(statement);
  }
}
