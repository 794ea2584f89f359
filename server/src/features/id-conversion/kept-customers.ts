import type { Db } from '../../db/data-source.ts';
import { customerIdsOf } from '../customers/known-customers.ts';
import { idConversionRepo } from './repository.ts';

const askedAtOnce = 500;

/**
 * Customers who came with a former app's history under an id that the platform would not convert. It shows this
 * installation nothing of them, which says nothing about them.
 */
export async function findKeptCustomers(db: Db, corpId: number): Promise<Set<number>> {
  const kept = new Set<number>();
  let afterId = 0;
  for (;;) {
    const rows = await idConversionRepo(db, corpId).findKeptPeople(afterId, askedAtOnce);
    const ids = await customerIdsOf(
      db,
      corpId,
      rows.map((row) => row.fromId),
    );
    for (const id of ids.values()) {
      kept.add(id);
    }
    if (rows.length < askedAtOnce) {
      return kept;
    }
    afterId = rows.at(-1)?.id ?? afterId;
  }
}
