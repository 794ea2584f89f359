import { expect, test } from 'vitest';
import { rememberEach } from './remembered.ts';

function names() {
  const asked: [number, readonly string[]][] = [];
  let at = 0;
  const of = rememberEach(
    async (corpId, keys: readonly string[]) => {
      asked.push([corpId, keys]);
      return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `${key} of ${corpId}`]));
    },
    { forMs: 30_000, now: () => new Date(at) },
  );
  return { asked, of, pass: (ms: number) => (at += ms) };
}

test('what was read is not read again before its time is over', async () => {
  const { asked, of, pass } = names();
  await of(1, ['a', 'b', 'a']);
  expect(await of(1, ['b', 'c'])).toEqual(
    new Map([
      ['b', 'b of 1'],
      ['c', 'c of 1'],
    ]),
  );
  pass(30_000);
  await of(1, ['a']);
  expect(asked).toEqual([
    [1, ['a', 'b']],
    [1, ['c']],
    [1, ['a']],
  ]);
});

test('what there is not is asked for every time, and nothing of another company is shown', async () => {
  const { asked, of } = names();
  expect(await of(1, ['nobody'])).toEqual(new Map());
  await of(1, ['nobody', 'a']);
  expect(await of(2, ['a'])).toEqual(new Map([['a', 'a of 2']]));
  expect(asked).toHaveLength(3);
});
