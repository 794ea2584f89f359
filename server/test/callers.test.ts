import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesIn } from './imports.ts';

/** A call of the platform that nothing makes is read, tested and kept for nobody. */

const read = (path: string) => readFileSync(join(import.meta.dirname, '../src/wecom', path), 'utf8');
const bind = read('api/bind.ts');

/** The names a client has: those bound one by one, and those that need more than the corp's token. */
function boundIn(text: string): string[] {
  const table = /const CALLS = \{([\s\S]*?)\n\} as const;/.exec(text)?.[1] ?? '';
  const more = /type CorpApi = BoundCalls & \{([\s\S]*?)\n\};/.exec(text)?.[1] ?? '';
  return [
    ...[...table.matchAll(/^ {2}(\w+)[:,]/gm)].map(([, name]) => name ?? ''),
    ...[...more.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name ?? ''),
  ];
}

/** What the client of a suite, or of the provider, can do. */
function methodsIn(path: string, client: string): string[] {
  const methods = new RegExp(`export type ${client} = \\{([\\s\\S]*?)\\n\\};`).exec(read(path))?.[1] ?? '';
  return [...methods.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name ?? '');
}
const suiteMethods = methodsIn('suite/client.ts', 'SuiteClient');
const providerMethods = methodsIn('suite/provider.ts', 'ProviderClient');

/** Access of a company is part of the client, and the one that asks a suite for the company's token. */
const isCaller = (path: string) =>
  !path.startsWith('server/src/wecom/') || path === 'server/src/wecom/access.ts';

const callers = sourcesIn('server/src')
  .filter(({ path }) => isCaller(path) && !path.includes('.test.'))
  .map(({ text }) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''));

/** As a method of something: a use case of the same name is no caller. */
const isCalled = (name: string) => callers.some((text) => new RegExp(`\\.${name}\\b`).test(text));

test('every bound call is known by its name', () => {
  const names = boundIn(bind);
  expect(names).toContain('batchGetByUser');
  expect(names).toContain('remark');
  expect(names).toContain('sendAppMessage');
  expect(new Set(names).size).toBe(names.length);
});

test('every method of the suites and of the provider is known by its name', () => {
  expect(suiteMethods).toContain('getPermanentCode');
  expect(suiteMethods).toContain('authorizeUrl');
  expect(providerMethods).toContain('getMemberLicence');
  expect(suiteMethods.length).toBeGreaterThan(6);
});

test.each([...boundIn(bind), ...suiteMethods, ...providerMethods])('%s has a caller', (name) => {
  expect(isCalled(name)).toBe(true);
});

test('a call without a caller is noticed', () => {
  expect(isCalled('addStrategyTags')).toBe(false);
});
