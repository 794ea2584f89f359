import type { TestProject } from 'vitest/node';
import { createSqliteDatabase } from '../../server/test/database.ts';
import { migrateTemplate } from './template.ts';

/** Gives the tests of this project a file with every table to copy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const template = await createSqliteDatabase();
  await migrateTemplate(template);
  project.config.env.TEST_TEMPLATE = template.file;
  return template.drop;
}
