import type { MigrationInterface, QueryRunner } from 'typeorm';
import { instant, json, nullable } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';

const plan: ColumnPlan = {
  table: 'id_conversion',
  columns: { open_subjects: nullable(json()), waived_at: nullable(instant()) },
};

/** What an upgrade of ids changes, and what an administrator agreed to lose. */
export class IdUpgrade1763818200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, plan);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropColumns(queryRunner, plan);
  }
}
