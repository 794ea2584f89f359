import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint, isInstalled, readStamp, rememberedTools, writeStamp } from './stamp.mjs';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guanxi stamp '));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    writeFileSync(join(root, file), file);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the installation stamp', () => {
  test('a fresh clone is not installed', () => {
    expect(isInstalled(root)).toBe(false);
  });

  test('an installation holds until the lockfile changes', () => {
    writeStamp(root, { installed: fingerprint(root) });
    expect(isInstalled(root)).toBe(true);
    writeFileSync(join(root, 'pnpm-lock.yaml'), 'another version of a package');
    expect(isInstalled(root)).toBe(false);
  });

  test('another platform is another installation', () => {
    writeStamp(root, { installed: fingerprint(root, 'linux-arm64') });
    expect(isInstalled(root, readStamp(root))).toBe(fingerprint(root) === fingerprint(root, 'linux-arm64'));
  });

  test('a workspace package without node_modules is not installed', () => {
    writeStamp(root, { installed: fingerprint(root) });
    mkdirSync(join(root, 'server'));
    writeFileSync(join(root, 'server/package.json'), '{}');
    expect(isInstalled(root)).toBe(false);
    mkdirSync(join(root, 'server/node_modules'));
    expect(isInstalled(root)).toBe(true);
  });

  test.each(['', 'not json', 'null', '"text"'])('an unreadable stamp (%j) counts as none', (text) => {
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.guanxi.json'), text);
    expect(readStamp(root)).toEqual({});
    expect(isInstalled(root)).toBe(false);
  });
});

describe('remembered tools', () => {
  const tools = () => ({
    wanted: 'node@1 pnpm@2',
    node: join(root, 'package.json'),
    pnpm: join(root, 'pnpm-lock.yaml'),
  });

  test('are used again when they are the wanted ones and still there', () => {
    const { node, pnpm } = tools();
    expect(rememberedTools({ tools: tools() }, 'node@1 pnpm@2')).toEqual({ node, pnpm });
  });

  test('are forgotten when other versions are wanted, or they are gone', () => {
    expect(rememberedTools({ tools: tools() }, 'node@2 pnpm@2')).toBeUndefined();
    expect(
      rememberedTools({ tools: { ...tools(), node: join(root, 'gone') } }, 'node@1 pnpm@2'),
    ).toBeUndefined();
    expect(rememberedTools({}, 'node@1 pnpm@2')).toBeUndefined();
  });
});
