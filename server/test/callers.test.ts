import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesIn } from './imports.ts';

/** A call of the platform that nothing makes is read, tested and kept for nobody. */

const bind = readFileSync(join(import.meta.dirname, '../src/wecom/api/bind.ts'), 'utf8');

/** The names a client has: those bound one by one, and those that need more than the corp's token. */
function boundIn(text: string): string[] {
  const table = /const CALLS = \{([\s\S]*?)\n\} as const;/.exec(text)?.[1] ?? '';
  const more = /type CorpApi = BoundCalls & \{([\s\S]*?)\n\};/.exec(text)?.[1] ?? '';
  return [
    ...[...table.matchAll(/^ {2}(\w+)[:,]/gm)].map(([, name]) => name ?? ''),
    ...[...more.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name ?? ''),
  ];
}

const callers = sourcesIn('server/src')
  .filter(({ path }) => !path.startsWith('server/src/wecom/') && !path.includes('.test.'))
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

test.each(boundIn(bind))('%s has a caller', (name) => {
  expect(isCalled(name)).toBe(true);
});

test('a call without a caller is noticed', () => {
  expect(isCalled('addStrategyTags')).toBe(false);
});
