import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { writeTerms } from '../customer-search/write-terms.ts';
import { customersRepo } from './repository.ts';
import { searchTextsOf } from './searchable-relations.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

type FoundBy = Pick<CustomerRow, 'id' | 'name' | 'corpName'>;

/** Customers and their relations at one moment. */
export interface SearchedState {
  readonly customers: readonly FoundBy[];
  readonly relations: readonly FollowRelationRow[];
}

type Deps = { readonly corpId: number; readonly keyring: Keyring };

/**
 * Has customers found by what they and their relations hold now. A customer's new name changes what each of their
 * relations is found by, so both moments must hold all relations, and the customers must be locked since before the
 * first one.
 */
export async function indexRelations(
  db: Db,
  deps: Deps,
  before: SearchedState,
  after: SearchedState,
): Promise<void> {
  const old = textsById(before, deps.keyring);
  const current = textsById(after, deps.keyring);
  await writeTerms(
    db,
    deps,
    after.relations.map(({ id, memberId }) => ({
      relationId: id,
      memberId,
      before: old.get(id) ?? null,
      after: current.get(id) ?? null,
    })),
  );
}

/**
 * Has nobody found by relations that have ended. Call it after their rows are written.
 *
 * @param relations - as they were while they were current
 */
export async function unindexRelations(
  db: Db,
  deps: Deps,
  relations: readonly FollowRelationRow[],
): Promise<void> {
  const repo = customersRepo(db, deps.corpId);
  for (let start = 0; start < relations.length; start += customersPerStep) {
    const chunk = relations.slice(start, start + customersPerStep);
    const customerIds = [...new Set(chunk.map((row) => row.customerId))];
    await repo.lockCustomers(customerIds);
    const before = textsById(
      { customers: await repo.findByIds(customerIds), relations: chunk },
      deps.keyring,
    );
    await writeTerms(
      db,
      deps,
      chunk.map(({ id, memberId }) => ({
        relationId: id,
        memberId,
        before: before.get(id) ?? null,
        after: null,
      })),
    );
  }
}

const customersPerStep = 500;

function textsById({ customers, relations }: SearchedState, keyring: Keyring) {
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return new Map(
    relations.map((relation) => {
      const customer = byId.get(relation.customerId);
      return [relation.id, customer === undefined ? null : searchTextsOf(customer, relation, keyring)];
    }),
  );
}
