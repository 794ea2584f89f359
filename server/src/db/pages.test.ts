import { expect, test } from 'vitest';
import { pagesOf } from './pages.ts';

/** What pages of two rows hold, and behind which ids they were asked for. */
async function readAll(ids: readonly number[]) {
  const asked: number[] = [];
  const pages: number[][] = [];
  const read = async (after: number) => {
    asked.push(after);
    return ids
      .filter((id) => id > after)
      .slice(0, 2)
      .map((id) => ({ id }));
  };
  for await (const rows of pagesOf(read, { limit: 2, idOf: (row) => row.id })) {
    pages.push(rows.map((row) => row.id));
  }
  return { pages, asked };
}

test.each([
  { what: 'nothing is no page', ids: [], pages: [], asked: [0] },
  { what: 'less than a page is read once', ids: [4], pages: [[4]], asked: [0] },
  { what: 'a full page may not be the last', ids: [4, 7], pages: [[4, 7]], asked: [0, 7] },
  { what: 'ids may have gaps', ids: [4, 7, 90], pages: [[4, 7], [90]], asked: [0, 7] },
  {
    what: 'every full page leads on',
    ids: [1, 2, 3, 4],
    pages: [
      [1, 2],
      [3, 4],
    ],
    asked: [0, 2, 4],
  },
])('a listing page by page: $what', async ({ ids, pages, asked }) => {
  expect(await readAll(ids)).toEqual({ pages, asked });
});

test('a page is read only when the one before it was dealt with', async () => {
  let rows = [1, 2, 3];
  const seen: number[] = [];
  const read = async (after: number) => rows.filter((id) => id > after).slice(0, 1);
  for await (const [id] of pagesOf(read, { limit: 1, idOf: (row) => row })) {
    seen.push(id ?? 0);
    // What goes while the first page is worked on is not read.
    rows = rows.filter((row) => row !== 2);
  }
  expect(seen).toEqual([1, 3]);
});
