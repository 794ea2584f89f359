import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { indexStamp } from './index-kind.ts';
import { customerTermsRepo } from './repository.ts';

/** Whether everything of a company is in the index, so that what is not found is not there. */
export type IsIndexComplete = (corpId: number) => Promise<boolean>;

/** Creates the question with its memory: an index that is complete stays so while the server runs. */
export function createIsIndexComplete(
  database: Pick<Database, 'read'>,
  keyring: Pick<Keyring, 'newestKeyId'>,
): IsIndexComplete {
  const complete = new Set<number>();
  return async (corpId) => {
    if (!complete.has(corpId)) {
      const state = await customerTermsRepo(database.read, corpId).findState();
      if (state?.stamp === indexStamp(keyring) && state.finishedAt !== null) {
        complete.add(corpId);
      }
    }
    return complete.has(corpId);
  };
}
