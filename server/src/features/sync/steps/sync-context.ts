import type { Database } from '../../../db/data-source.ts';
import type { Keyring } from '../../../db/keyring.ts';
import type { Queue } from '../../../queue/queue.ts';
import type { Installations } from '../../corps/installation.ts';

/** What a full sync needs of the server. */
export interface FullSyncContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly now: () => Date;
  readonly queue: Queue;
  readonly config: { readonly publicUrl: string };
}

/** "Cursor invalid": a listing begins again, which repeats pages harmlessly. */
export const unknownCursor = 50_100;
