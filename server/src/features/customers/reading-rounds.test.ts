import { expect, test } from 'vitest';
import type { ContactsReading } from './reading.ts';
import { roundsOf } from './reading-rounds.ts';

/** Readings named by a letter each, of these customers. */
function readingsOf(customers: readonly (readonly string[])[]): ContactsReading[] {
  return customers.map((ids, index) => ({
    contacts: [],
    updates: ids.map((externalUserId) => ({
      ...{ externalUserId, userId: 'ZhangSan', follow: null, facts: [], eventChannel: null },
    })),
    readAt: new Date(0),
    runId: index,
  }));
}

test.each([
  ['none', [], []],
  ['one customer', [['a']], [[0]]],
  ['different customers', [['a'], ['b'], ['c']], [[0, 1, 2]]],
  ['the same customer twice', [['a'], ['a']], [[0], [1]]],
  ['the same among others', [['a'], ['b'], ['a'], ['c']], [[0, 1, 3], [2]]],
  ['one that waits for two', [['a'], ['a'], ['b', 'a'], ['b']], [[0], [1], [2], [3]]],
  ['a reading of nobody', [['a'], []], [[0, 1]]],
])('%s', (_name, customers, rounds) => {
  expect(roundsOf(readingsOf(customers)).map((round) => round.map(({ runId }) => runId))).toEqual(rounds);
});
