import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStale } from './build-h5.ts';

let root = '';

function put(file: string, time: number): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file);
  utimesSync(path, time, time);
}

const setTime = (folder: string, time: number) => utimesSync(join(root, folder), time, time);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guanxi-h5-'));
  put('h5/src/pages/card.vue', 100);
  setTime('h5/src/pages', 100);
  setTime('h5/src', 100);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('pages that were never built are stale', () => {
  expect(isStale(root, ['h5/src'])).toBe(true);
});

test('built pages are fresh until a source changes, appears or disappears', () => {
  put('h5/dist/index.html', 200);
  expect(isStale(root, ['h5/src', 'h5/not-there'])).toBe(false);
  setTime('h5/src/pages', 300);
  expect(isStale(root, ['h5/src'])).toBe(true);
  setTime('h5/src/pages', 100);
  put('h5/src/pages/card.vue', 300);
  setTime('h5/src/pages', 100);
  expect(isStale(root, ['h5/src'])).toBe(true);
});
