import { expect, test } from 'vitest';
import type { Db } from '../db/data-source.ts';
import { inOrder, sharedWrites, stepsOf, together } from './effects.ts';
import type { Effect } from './job.ts';

const written: string[] = [];
const a = async (_db: Db, parts: readonly string[]) => void written.push(`a(${parts.join(' ')})`);
const b = async (_db: Db, parts: readonly string[]) => void written.push(`b(${parts.join(' ')})`);
const plain =
  (name: string): Effect =>
  async () =>
    void written.push(name);
// Nothing here reaches a database.
const db = null as unknown as Db;

/** What is written, in which calls, when these jobs' effects are written together. */
async function writtenTogether(jobs: readonly { corpId: number; effect: Effect }[]): Promise<string[]> {
  written.length = 0;
  for (const { write, parts } of sharedWrites(
    jobs.map(({ corpId, effect }) => ({ corpId, steps: stepsOf(effect) })),
  )) {
    await write(db, parts);
  }
  return [...written];
}

test.each<[string, { corpId: number; effect: Effect }[], string[]]>([
  ['no job', [], []],
  ['one job', [{ corpId: 1, effect: together(a, 'x') }], ['a(x)']],
  [
    'two of the same kind are one call',
    [
      { corpId: 1, effect: together(a, 'x') },
      { corpId: 1, effect: together(a, 'y') },
    ],
    ['a(x y)'],
  ],
  [
    'two companies are two calls',
    [
      { corpId: 1, effect: together(a, 'x') },
      { corpId: 2, effect: together(a, 'y') },
    ],
    ['a(x)', 'a(y)'],
  ],
  [
    'each keeps its order',
    [
      { corpId: 1, effect: inOrder([together(a, 'x'), together(b, 'x')]) },
      { corpId: 1, effect: inOrder([together(a, 'y'), together(b, 'y')]) },
    ],
    ['a(x y)', 'b(x y)'],
  ],
  [
    'a plain effect stays in its place',
    [
      { corpId: 1, effect: inOrder([together(a, 'x'), plain('own'), together(b, 'x')]) },
      { corpId: 1, effect: inOrder([together(a, 'y'), together(b, 'y')]) },
    ],
    ['a(x y)', 'own', 'b(y)', 'b(x)'],
  ],
  [
    'what is nested lies flat',
    [{ corpId: 1, effect: inOrder([inOrder([together(a, 'x'), together(b, 'x')]), plain('own')]) }],
    ['a(x)', 'b(x)', 'own'],
  ],
])('%s', async (_name, jobs, expected) => {
  expect(await writtenTogether(jobs)).toEqual(expected);
});

test('an effect of several is written alone by calling it', async () => {
  written.length = 0;
  await inOrder([together(a, 'x'), plain('own'), inOrder([])])(db);
  expect(written).toEqual(['a(x)', 'own']);
});
