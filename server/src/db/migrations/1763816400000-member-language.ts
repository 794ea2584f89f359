import type { MigrationInterface, QueryRunner } from 'typeorm';
import { nullable, text } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';

const plans: readonly ColumnPlan[] = [
  { table: 'member', columns: { locale: nullable(text(8)) } },
  { table: 'app_message', columns: { locale: nullable(text(8)) } },
];

/** The language each member reads, and the one each message is written in. */
export class MemberLanguage1763816400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans) {
      await addColumns(queryRunner, plan);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans) {
      await dropColumns(queryRunner, plan);
    }
  }
}
