import { maybeText } from '../wire.ts';

/** A page to ask for: the cursor of the page before, exactly as it came. */
export type PageOptions = { cursor?: string | null | undefined; limit?: number | undefined };

/** One page; it may be short or even empty while a cursor says that more follow. */
export type Page<T> = {
  items: T[];
  /** Null on the last page. */
  nextCursor: string | null;
};

export const pageBody = (page: PageOptions) => ({ cursor: page.cursor || undefined, limit: page.limit });

export const nextCursor = maybeText;

/** Unix seconds, as requests want them. */
export const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);
