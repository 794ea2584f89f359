import type { AppContext } from '../src/context.ts';
import { selectRows } from '../src/db/select.ts';
import { blindTerms } from '../src/features/customer-search/blind-tails.ts';
import { termsOf } from '../src/features/customer-search/terms.ts';
import { searchTextsOf } from '../src/features/customers/searchable-relations.ts';
import { customerTable, followRelationTable } from '../src/features/customers/table.ts';

type Ctx = Pick<AppContext, 'database' | 'keyring'>;

/** The index as it lies in the database. */
export async function termsInDatabase({ database }: Ctx): Promise<string[]> {
  const rows: Record<string, unknown>[] = await database.read.query('SELECT * FROM customer_term');
  return rows.map((row) => [row.corp_id, row.member_id, row.relation_id, row.term].join(' ')).toSorted();
}

/** The index as it must be: every term of every current relation, and nothing else. */
export async function termsOfWorld({ database, keyring }: Ctx): Promise<string[]> {
  const customers = await selectRows(database.read, customerTable, '', []);
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return (await selectRows(database.read, followRelationTable, '', []))
    .flatMap(({ id, corpId, memberId, ...relation }) => {
      const customer = byId.get(relation.customerId);
      const texts = customer === undefined ? null : searchTextsOf(customer, relation, keyring);
      const blind = (tail: string) => blindTerms(keyring, corpId, tail).slice(0, 1);
      return texts === null
        ? []
        : [...termsOf(texts, blind)].map((term) => [corpId, memberId, id, term].join(' '));
    })
    .toSorted();
}
