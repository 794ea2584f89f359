import { expect, test } from 'vitest';
import { everyPage } from './paging.ts';

const pages = new Map([
  [null, { items: [1, 2], nextCursor: 'b' }],
  ['b', { items: [], nextCursor: 'c' }],
  ['c', { items: [3], nextCursor: null }],
]);

function listing() {
  const asked: (string | null)[] = [];
  const read = async (cursor: string | null) => {
    asked.push(cursor);
    return pages.get(cursor) ?? Promise.reject(new Error(`cursor ${cursor} is unknown`));
  };
  return { asked, read };
}

test('every page is read once, an empty one in the middle too', async () => {
  const { asked, read } = listing();
  const items: number[] = [];
  for await (const page of everyPage(read)) {
    items.push(...page.items);
  }
  expect(items).toEqual([1, 2, 3]);
  expect(asked).toEqual([null, 'b', 'c']);
});

test('who stops early asks for no further page', async () => {
  const { asked, read } = listing();
  for await (const page of everyPage(read)) {
    if (page.items.includes(2)) break;
  }
  expect(asked).toEqual([null]);
});

test('a page that cannot be read ends the listing with its error', async () => {
  const reading = everyPage(async () => Promise.reject(new Error('refused')));
  await expect(reading.next()).rejects.toThrow('refused');
});
