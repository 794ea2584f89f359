import { maybeText } from '../wire.ts';

/** A page to ask for: the cursor of the page before, exactly as it came. */
export type PageOptions = { cursor?: string | null | undefined; limit?: number | undefined };

/** One page; it may be short or even empty while a cursor says that more follow. */
export type Page<T> = {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
};

/**
 * Every page of a listing, one after another: the next one is asked for when the last one is done with.
 *
 * @param read - the page behind a cursor; null for the first
 * @throws what `read` throws
 */
export async function* everyPage<P extends { nextCursor: string | null }>(
  read: (cursor: string | null) => Promise<P>,
): AsyncGenerator<P> {
  let cursor: string | null = null;
  do {
    const page: P = await read(cursor);
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

export const pageBody = (page: PageOptions) => ({ cursor: page.cursor || undefined, limit: page.limit });

export const nextCursor = maybeText;

/** Unix seconds, as requests want them. */
export const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);
