import { expect, test } from 'vitest';
import { UsageError } from '../dev/options.ts';
import { LANES, parseTestOptions } from './options.ts';

test('without words every step runs', () => {
  expect(parseTestOptions([])).toEqual({ lanes: LANES, help: false, keepGoing: false, vitest: [] });
});

test('words choose steps and groups, always in the order of the whole run', () => {
  expect(parseTestOptions(['h5', 'server']).lanes).toEqual(['server-sqlite', 'server-mariadb', 'h5']);
  expect(parseTestOptions(['checks', 'unit']).lanes).toEqual(['biome', 'types', 'h5-types', 'unit']);
  expect(parseTestOptions(['e2e']).lanes).toEqual(['h5-build', 'e2e']);
});

test('files and options go to vitest', () => {
  const options = parseTestOptions(['unit', '--keep-going', 'shared/src/paging.test.ts', '-t', 'cursor']);
  expect(options).toMatchObject({
    lanes: ['unit'],
    keepGoing: true,
    vitest: ['shared/src/paging.test.ts', '-t', 'cursor'],
  });
});

test('a step that does not exist is a usage error', () => {
  expect(() => parseTestOptions(['unti'])).toThrow(UsageError);
});
