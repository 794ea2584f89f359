import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bytes, id, instant, nullable, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** Tokens and tickets of the platform, shared by every node. */
const plans: readonly TablePlan[] = [
  {
    name: 'platform_token',
    columns: {
      id: id(),
      token_key: text(190),
      sealed: nullable(bytes()),
      expires_at: nullable(instant()),
      locked_by: nullable(text(64)),
      locked_until: nullable(instant()),
    },
    indexes: [{ name: 'platform_token_key', columns: ['token_key'], isUnique: true }],
  },
  {
    name: 'suite',
    columns: {
      id: id(),
      suite_id: text(64),
      sealed_ticket: nullable(bytes()),
      ticket_at: nullable(instant()),
    },
    indexes: [{ name: 'suite_key', columns: ['suite_id'], isUnique: true }],
  },
];

export class PlatformTokens1763776800000 implements MigrationInterface {
  readonly name = 'PlatformTokens1763776800000';

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
