import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, int, longText, nullable, ref, text } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** The history of a former app under the ids of the one that replaced it. */
const columns: readonly ColumnPlan[] = [{ table: 'corp', columns: { replaced_by: nullable(ref()) } }];

const tables: readonly TablePlan[] = [
  {
    name: 'id_conversion',
    columns: {
      id: id(),
      corp_id: ref(),
      from_corp_id: ref(),
      state: text(16),
      proof: text(8),
      found_at: instant(),
      confirmed_by: nullable(ref()),
      confirmed_at: nullable(instant()),
      replaced_at: nullable(instant()),
      finished_at: nullable(instant()),
      attempt: int(),
      step: nullable(text(64)),
      step_cursor: text(128),
      refused_errcode: nullable(int()),
      moved: int(),
      merged: int(),
      failure: nullable(longText()),
    },
    indexes: [{ name: 'id_conversion_key', columns: ['corp_id'], isUnique: true }],
  },
  {
    name: 'converted_id',
    columns: {
      id: id(),
      corp_id: ref(),
      kind: text(16),
      from_id: text(64),
      to_id: nullable(text(64)),
      reason: nullable(text(16)),
      attempt: int(),
    },
    indexes: [
      { name: 'converted_id_key', columns: ['corp_id', 'kind', 'from_id'], isUnique: true },
      { name: 'converted_id_there', columns: ['corp_id', 'kind', 'to_id'] },
      { name: 'converted_id_open', columns: ['corp_id', 'kind', 'attempt', 'id'] },
    ],
  },
  {
    name: 'merged_row',
    columns: {
      id: id(),
      corp_id: ref(),
      table_name: text(32),
      from_row_id: ref(),
      into_row_id: ref(),
    },
    indexes: [{ name: 'merged_row_key', columns: ['corp_id', 'table_name', 'from_row_id'], isUnique: true }],
  },
];

export class IdConversion1763798400000 implements MigrationInterface {
  readonly name = 'IdConversion1763798400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of columns) {
      await addColumns(queryRunner, plan);
    }
    for (const plan of tables) {
      await createTable(queryRunner, plan);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const plan of tables.toReversed()) {
      await dropTable(queryRunner, plan.name);
    }
    for (const plan of columns) {
      await dropColumns(queryRunner, plan);
    }
  }
}
