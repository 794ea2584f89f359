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
  for await (const rows of idConversionRepo(db, corpId).keptPeoplePages(askedAtOnce)) {
    const ids = await customerIdsOf(
      db,
      corpId,
      rows.map((row) => row.fromId),
    );
    for (const id of ids.values()) {
      kept.add(id);
    }
  }
  return kept;
}
