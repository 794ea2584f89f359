import type { Database, Db } from '../../../db/data-source.ts';
import type { Table } from '../../../db/table.ts';
import type { Queue } from '../../../queue/queue.ts';
import type { Installation, Installations } from '../../corps/installation.ts';
import type { IdConversionRow } from '../table.ts';

/** What bringing a history needs of the server. */
export interface ConvertContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** One run of a conversion. */
export interface Conversion {
  readonly ctx: ConvertContext;
  readonly row: IdConversionRow;
  /** The installation the history comes to; its client calls for a sync. */
  readonly here: Installation;
  /** The former app; null when this server no longer has its secret. */
  readonly former: Installation | null;
  /** Tables whose rows move, each behind those its rows name. */
  readonly tables: readonly Table[];
}

/**
 * The end of one page: what it writes, in the transaction that also keeps the checkpoint.
 *
 * @returns where the next page begins; null behind the last
 */
export type PageEnd = (db: Db) => Promise<string | null>;

/** A part of the way, page by page. A page that was cut off is done again, and changes nothing twice. */
export interface Step {
  readonly name: string;
  /**
   * Does the slow part of a page, outside any transaction.
   *
   * @param from - what the page before returned; empty for the first
   */
  page(conversion: Conversion, from: string): Promise<PageEnd>;
}

/** A page with nothing to do, and none behind it. */
export const nothingLeft: PageEnd = async () => null;
