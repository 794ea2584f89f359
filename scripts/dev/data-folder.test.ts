import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'guanxi-data-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('a data folder keeps its key, and only the owner may read it', () => {
  const folder = join(parent, 'a', 'b');
  const { secretKeys } = openDataFolder(folder);
  expect(secretKeys).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(openDataFolder(folder).secretKeys).toBe(secretKeys);
});
