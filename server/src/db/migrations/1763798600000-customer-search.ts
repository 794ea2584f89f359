import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, nullable, ref, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** What customers are found by. A job fills it for the customers that are there already. */
const plans: readonly TablePlan[] = [
  {
    name: 'customer_term',
    columns: { corp_id: ref(), member_id: ref(), term: text(32), relation_id: ref() },
    primary: ['corp_id', 'member_id', 'term', 'relation_id'],
    indexes: [{ name: 'customer_term_corp', columns: ['corp_id', 'term', 'relation_id'] }],
  },
  {
    name: 'customer_index',
    columns: {
      id: id(),
      corp_id: ref(),
      stamp: text(64),
      last_customer_id: ref(),
      finished_at: nullable(instant()),
    },
    indexes: [{ name: 'customer_index_key', columns: ['corp_id'], isUnique: true }],
  },
];

export class CustomerSearch1763798600000 implements MigrationInterface {
  readonly name = 'CustomerSearch1763798600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans) {
      await createTable(queryRunner, plan);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans.toReversed()) {
      await dropTable(queryRunner, plan.name);
    }
  }
}
