import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { isCurrent } from './relation-rules.ts';
import { customersRepo, type SearchRow } from './repository.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

/** What a customer is found by through one relation. */
export interface SearchableTexts {
  readonly name: string;
  readonly remark: string;
  readonly company: string | null;
  readonly mobiles: readonly string[];
}

/** A current relation with its customer, as a search shows it. */
export type SearchableRelation = SearchRow & {
  /** Phones are opened when they are asked for. */
  readonly texts: SearchableTexts;
};

/** What a relation is found by, and whose it is. */
export interface IndexedRelation {
  readonly relationId: number;
  readonly memberId: number;
  readonly texts: SearchableTexts;
}

type Deps = { readonly corpId: number; readonly keyring: Pick<Keyring, 'open'> };

/** What a relation is found by; null for one that has ended. */
export function searchTextsOf(
  customer: Pick<CustomerRow, 'name' | 'corpName'>,
  relation: Pick<FollowRelationRow, 'remark' | 'remarkCompany' | 'sealedMobiles' | 'status'>,
  keyring: Pick<Keyring, 'open'>,
): SearchableTexts | null {
  return isCurrent(relation.status)
    ? {
        name: customer.name,
        remark: relation.remark,
        company: relation.remarkCompany ?? customer.corpName,
        mobiles: relation.sealedMobiles === null ? [] : JSON.parse(keyring.open(relation.sealedMobiles)),
      }
    : null;
}

/**
 * The current relations of the customers whom these relations belong to.
 *
 * @param characters - of these relations only those count whose texts hold each of them
 */
export async function relationsOfSameCustomers(
  db: Db,
  deps: Deps,
  relationIds: readonly number[],
  characters: readonly string[],
): Promise<SearchableRelation[]> {
  const rows = await customersRepo(db, deps.corpId).findSearchRows(relationIds, characters);
  return rows.filter((row) => isCurrent(row.status)).map((row) => searchable(row, deps));
}

/**
 * The current relations of the next customers by id, who stay locked until the transaction ends.
 *
 * @returns `lastId` is null behind the last customer
 */
export async function searchableRelationsBehind(
  db: Db,
  deps: Deps,
  customerId: number,
  customers: number,
): Promise<{ lastId: number | null; relations: IndexedRelation[] }> {
  const repo = customersRepo(db, deps.corpId);
  const ids = await repo.findFollowedBehind(customerId, customers);
  await repo.lockCustomers(ids);
  const rows = (await repo.findSearchRowsOf(ids)).filter((row) => isCurrent(row.status));
  return {
    lastId: ids.at(-1) ?? null,
    relations: rows.map((row) => ({
      relationId: row.relationId,
      memberId: row.memberId,
      texts: searchable(row, deps).texts,
    })),
  };
}

function searchable(row: SearchRow, deps: Deps): SearchableRelation {
  let mobiles: readonly string[] | null = null;
  const texts: SearchableTexts = {
    name: row.name,
    remark: row.remark,
    company: row.remarkCompany ?? row.corpName,
    get mobiles() {
      mobiles ??= row.sealedMobiles === null ? [] : JSON.parse(deps.keyring.open(row.sealedMobiles));
      return mobiles ?? [];
    },
  };
  return { ...row, texts };
}
