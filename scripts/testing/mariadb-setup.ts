import type { TestProject } from 'vitest/node';
import { startMariaDb } from './mariadb.ts';

/**
 * Gives the tests of this project a MariaDB: the one that TEST_MARIADB_URL names, or a private one for this run,
 * so that plain `vitest --project server-mariadb` works too.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_MARIADB_URL;
  const own = given ? undefined : await startMariaDb();
  project.config.env.TEST_DATABASE_URL = given ?? own?.url ?? '';
  return own?.stop;
}
