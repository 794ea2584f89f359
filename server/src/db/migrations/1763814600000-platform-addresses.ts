import type { MigrationInterface, QueryRunner } from 'typeorm';
import { json, nullable } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';

const plan: ColumnPlan = { table: 'corp', columns: { platform_addresses: nullable(json()) } };

/** Where the platform calls from and is called at, as it told each app. */
export class PlatformAddresses1763814600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, plan);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropColumns(queryRunner, plan);
  }
}
