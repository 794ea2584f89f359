/**
 * Everything a listing holds, page by page, so that memory and a statement's time stay bounded however much it is.
 * The first page is asked for behind 0, each other one behind the last row of the page before it; a page that
 * is not full is the last. No page is empty.
 *
 * @param read - at most that many rows behind an id, in the order of it
 * @param options.limit - rows of a full page
 * @param options.idOf - the id that the listing is ordered by
 */
export async function* pagesOf<Row>(
  read: (after: number) => Promise<Row[]>,
  { limit, idOf }: { limit: number; idOf: (row: Row) => number },
): AsyncGenerator<Row[]> {
  for (let after = 0; ; ) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (last === undefined) {
      return;
    }
    yield rows;
    if (rows.length < limit) {
      return;
    }
    after = idOf(last);
  }
}
