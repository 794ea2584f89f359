import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { type Database, openDatabase } from '../../db/data-source.ts';
import { createKeyring } from '../../db/keyring.ts';
import { migrations, tables } from '../../tables.ts';
import { createTokenHolder, type TokenHolder, type TokenStore } from '../../wecom/index.ts';
import { createTokenStore } from './token-store.ts';

const key = 'access_token:ww1:1000002';
const hour = 3_600_000;

let testDatabase: TestDatabase;
let nodes: { database: Database; store: TokenStore; holder: TokenHolder }[];
let now = 1_790_000_000_000;

const keyring = createKeyring([{ keyId: 'k1', key: randomBytes(32) }]);

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  nodes = [];
  for (const _ of ['first', 'second']) {
    // SQLite serves one process, so there the two nodes share their connection.
    const shared = testDatabase.config.dialect === 'sqlite' ? nodes[0]?.database : undefined;
    const database = shared ?? (await openDatabase(testDatabase.config, tables, migrations));
    const store = createTokenStore({ database, keyring, now: () => new Date(now) });
    nodes.push({ database, store, holder: createTokenHolder({ store, now: () => now }) });
  }
});

afterAll(async () => {
  for (const database of new Set(nodes.map((node) => node.database))) {
    await database.close();
  }
  await testDatabase.drop();
});

beforeEach(async () => {
  await nodes[0]?.database.transaction((db) => db.query('DELETE FROM platform_token'));
});

const first = () => nodes[0] as (typeof nodes)[number];
const second = () => nodes[1] as (typeof nodes)[number];

describe('the store', () => {
  test('gives to one node what the other put', async () => {
    await first().store.put(key, 'value-1', now + hour);
    expect(await second().store.get(key)).toEqual({ value: 'value-1', expiresAt: now + hour });
  });

  test('deletes exactly the value that was called invalid', async () => {
    await first().store.put(key, 'newer', now + hour);
    await second().store.delete(key, 'older');
    expect((await first().store.get(key))?.value).toBe('newer');
    await second().store.delete(key, 'newer');
    expect(await first().store.get(key)).toBeNull();
  });

  test('gives the lease to one owner until it is given back or over', async () => {
    expect(await first().store.lock(key, 'a', now + 1000)).toBe(true);
    expect(await second().store.lock(key, 'b', now + 1000)).toBe(false);
    await first().store.unlock(key, 'a');
    expect(await second().store.lock(key, 'b', now + 1000)).toBe(true);
    now += 2000;
    expect(await first().store.lock(key, 'a', now + 1000)).toBe(true);
  });

  test('holds nothing readable', async () => {
    await first().store.put(key, 'plain-secret-value', now + hour);
    const rows = await first().database.read.query('SELECT sealed FROM platform_token');
    expect(Buffer.from(rows[0].sealed).includes('plain-secret-value')).toBe(false);
  });
});

test('fifty callers on two nodes cause one refresh', async () => {
  let refreshes = 0;
  const refresh = async () => {
    refreshes += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return { value: `token-${refreshes}`, expiresInSeconds: 7200 };
  };
  const callers = Array.from({ length: 50 }, (_, index) => nodes[index % 2]?.holder.get(key, refresh));
  const values = await Promise.all(callers);
  expect(new Set(values)).toEqual(new Set(['token-1']));
  expect(refreshes).toBe(1);
});

test('a node that died with the lease does not keep the others waiting for ever', async () => {
  await first().store.lock(key, 'dead node', now + 500);
  const waiting = second().holder.get(key, async () => ({ value: 'fresh', expiresInSeconds: 7200 }));
  now += 1000;
  expect(await waiting).toBe('fresh');
});
