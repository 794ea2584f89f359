import type { MigrationInterface, QueryRunner } from 'typeorm';
import { json, nullable } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';

const plan: ColumnPlan = { table: 'corp', columns: { edition: nullable(json()) } };

/** The paid edition of a suite that a company has. */
export class Editions1763809200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, plan);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropColumns(queryRunner, plan);
  }
}
