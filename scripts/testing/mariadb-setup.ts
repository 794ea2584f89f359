import type { TestProject } from 'vitest/node';
import { createMysqlDatabase } from '../../server/test/database.ts';
import { startMariaDb } from './mariadb.ts';
import { migrateTemplate } from './template.ts';

/**
 * Gives the tests of this project a MariaDB: the one that TEST_MARIADB_URL names, or a private one for this run,
 * so that plain `vitest --project server-mariadb` works too. In it is a database with every table to copy.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_MARIADB_URL;
  const own = given ? undefined : await startMariaDb({ inMemory: true });
  const serverUrl = given ?? own?.url ?? '';
  try {
    const template = await createMysqlDatabase(serverUrl);
    await migrateTemplate(template);
    project.config.env.TEST_DATABASE_URL = serverUrl;
    project.config.env.TEST_TEMPLATE = new URL(template.url).pathname.slice(1);
    return async () => {
      await template.drop();
      await own?.stop();
    };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}
