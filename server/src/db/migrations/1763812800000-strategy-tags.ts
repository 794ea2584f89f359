import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, json, nullable, ref, text } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

const groups: ColumnPlan = { table: 'tag_group', columns: { strategy_id: nullable(text(32)) } };

const strategies: TablePlan = {
  name: 'tag_strategy',
  columns: {
    id: id(),
    corp_id: ref(),
    strategy_id: text(32),
    user_ids: json(),
    department_ids: json(),
    synced_at: instant(),
  },
  indexes: [{ name: 'tag_strategy_key', columns: ['corp_id', 'strategy_id'], isUnique: true }],
};

/** Tags of strategy groups, and who belongs to these. */
export class StrategyTags1763812800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, groups);
    await createTable(queryRunner, strategies);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, strategies.name);
    await dropColumns(queryRunner, groups);
  }
}
