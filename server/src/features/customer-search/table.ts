import { id, instant, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/**
 * One text that a current follow relation is found by: the end of a name from one of its characters on, its pinyin
 * or initials, or the blinded tail of a phone. See `terms.ts` for which there are.
 */
export interface CustomerTermRow {
  corpId: number;
  /** The member of the relation: a rep's own search reads one range of the table. */
  memberId: number;
  term: string;
  relationId: number;
}

export const customerTermTable = defineTable<CustomerTermRow>({
  name: 'customer_term',
  columns: { corpId: ref(), memberId: ref(), term: text(32), relationId: ref() },
  primary: ['corpId', 'memberId', 'term', 'relationId'],
  indexes: [{ name: 'customer_term_corp', columns: ['corpId', 'term', 'relationId'] }],
  // Written again there: what a relation is found by follows from its row.
  moves: 'stays',
});

/** How far the terms of a company are written by the rules and the key of this server. */
export interface CustomerIndexRow {
  id: number;
  corpId: number;
  /** Version of the rules and name of the key; another one means that everything is written again. */
  stamp: string;
  /** Customers up to this id are done. */
  lastCustomerId: number;
  finishedAt: Date | null;
}

export const customerIndexTable = defineTable<CustomerIndexRow>({
  name: 'customer_index',
  columns: {
    id: id(),
    corpId: ref(),
    stamp: text(64),
    lastCustomerId: ref(),
    finishedAt: nullable(instant()),
  },
  indexes: [{ name: 'customer_index_key', columns: ['corpId'], isUnique: true }],
  moves: 'stays',
});
