import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongestFirst } from './scripts/testing/longest-first.ts';

const here = import.meta.dirname;
const h5Config = join(here, 'h5/vitest.config.ts');

/** Files that a worker runs share what they import: loading the server anew for each takes a sixth of the time. */
const sharedModules = { isolate: false } as const;

/** The server's tests against a real database: the same files, once for each engine. */
function serverProject(
  name: string,
  engine: { env: Record<string, string>; globalSetup: string },
): TestProjectInlineConfiguration {
  const { env, globalSetup } = engine;
  return {
    extends: true,
    test: {
      name,
      include: ['server/**/*.db.test.ts'],
      // A server process of a test need not be compiled anew each time.
      env: { ...env, NODE_COMPILE_CACHE: join(here, 'node_modules/.cache/compiled') },
      ...sharedModules,
      testTimeout: 20_000,
      hookTimeout: 60_000,
      globalSetup,
    },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 10_000,
    hookTimeout: 20_000,
    exclude: ['**/node_modules/**', '**/dist/**', '**/data/**'],
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...sharedModules,
          include: ['shared/**/*.test.ts', 'server/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/data/**', '**/*.db.test.ts', '**/*.e2e.test.ts'],
        },
      },
      serverProject('server-sqlite', {
        env: { TEST_DATABASE: 'sqlite', TEST_DATABASE_URL: '' },
        globalSetup: 'scripts/testing/sqlite-setup.ts',
      }),
      serverProject('server-mariadb', {
        env: { TEST_DATABASE: 'mysql' },
        globalSetup: 'scripts/testing/mariadb-setup.ts',
      }),
      ...(existsSync(h5Config) ? [h5Config] : []),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['h5/e2e/**/*.e2e.test.ts'],
          env: { TEST_DATABASE: 'sqlite' },
          globalSetup: 'scripts/testing/sqlite-setup.ts',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
