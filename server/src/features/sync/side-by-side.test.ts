import { expect, test } from 'vitest';
import { createSideBySide } from './side-by-side.ts';

test('so much goes on at a time, and the next one waits until one has ended', async () => {
  const work = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const both = createSideBySide(2);
  for (const { promise } of work) {
    both.start(promise);
  }
  let hasRoom = false;
  const room = both.room().then(() => {
    hasRoom = true;
  });
  await Promise.resolve();
  expect(hasRoom).toBe(false);
  work[1]?.resolve();
  await room;
  expect(both.isIdle()).toBe(false);
  work[0]?.resolve();
  await both.allEnd();
  expect(both.isIdle()).toBe(true);
});

test.each(['room', 'oneEnds', 'allEnd'] as const)(
  'a failure that nobody waited for is told by %s, however late, and so is no later one',
  async (ask) => {
    const both = createSideBySide(2);
    both.start(Promise.reject(new Error('first')));
    both.start(Promise.reject(new Error('second')));
    await new Promise((resolve) => setImmediate(resolve));
    expect(both.isIdle()).toBe(true);
    await expect(both[ask]()).rejects.toThrow('first');
    await expect(both[ask]()).rejects.toThrow('first');
  },
);

test('all have ended before the failure of one is told', async () => {
  const slow = Promise.withResolvers<void>();
  const both = createSideBySide(2);
  both.start(Promise.reject(new Error('first')));
  both.start(slow.promise);
  let isTold = false;
  const told = both.allEnd().catch(() => {
    isTold = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isTold).toBe(false);
  slow.resolve();
  await told;
  expect(isTold).toBe(true);
});
