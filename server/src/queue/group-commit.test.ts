import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

/** Commits that stay under way until they are ended. */
function start(atATime: number, atMost = 100) {
  const begun: number[][] = [];
  const ends: (() => void)[] = [];
  const commits = createGroupCommit<number>({
    atATime,
    atMost,
    write: (items) =>
      new Promise((resolve) => {
        begun.push([...items]);
        ends.push(resolve);
      }),
  });
  const add = (...items: number[]) => {
    for (const item of items) {
      commits.add(item);
    }
    return nextTurn();
  };
  return { commits, begun, end: () => ends.shift()?.(), add };
}

test('what comes in one turn is one commit', async () => {
  const { add, begun } = start(1);
  await add(1, 2, 3);
  expect(begun).toEqual([[1, 2, 3]]);
});

test.each([
  [1, [[1]], [[1], [2, 3]]],
  [2, [[1], [2]], [[1], [2], [3]]],
] as const)(
  'with %i at a time, what comes while all are under way is written together',
  async (atATime, first, then) => {
    const { add, begun, end } = start(atATime);
    await add(1);
    await add(2);
    await add(3);
    expect(begun).toEqual(first);
    end();
    await nextTurn();
    expect(begun).toEqual(then);
  },
);

test('no commit takes more than it may', async () => {
  const { add, begun, end } = start(1, 2);
  await add(1, 2, 3);
  end();
  await nextTurn();
  expect(begun).toEqual([[1, 2], [3]]);
});

test('draining ends when everything is written, what was added a moment ago included', async () => {
  const { commits, begun, end } = start(1);
  commits.add(1);
  let isDrained = false;
  const drained = commits.drain().then(() => {
    isDrained = true;
  });
  await nextTurn();
  expect([begun, isDrained]).toEqual([[[1]], false]);
  end();
  await drained;
});
