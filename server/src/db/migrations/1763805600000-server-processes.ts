import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, id, instant, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** The processes that share the platform's limits. */
const plan: TablePlan = {
  name: 'server_process',
  columns: { id: id(), process_key: text(64), is_worker: bool(), seen_at: instant() },
  indexes: [{ name: 'server_process_key', columns: ['process_key'], isUnique: true }],
};

export class ServerProcesses1763805600000 implements MigrationInterface {
  readonly name = 'ServerProcesses1763805600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(queryRunner, plan);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropTable(queryRunner, plan.name);
  }
}
