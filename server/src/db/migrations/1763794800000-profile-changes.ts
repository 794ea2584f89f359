import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bytes, id, instant, int, nullable, ref, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** What members change of a customer's profile on its way to the platform, and who read what. */
const plans: readonly TablePlan[] = [
  {
    name: 'profile_change',
    columns: {
      id: id(),
      corp_id: ref(),
      relation_id: ref(),
      field: text(16),
      sealed_value: nullable(bytes()),
      change_key: text(36),
      state: text(8),
      reason: nullable(text(24)),
      errcode: nullable(int()),
      attempts: int(),
      requested_by: ref(),
      requested_at: instant(),
      done_at: nullable(instant()),
    },
    indexes: [{ name: 'profile_change_key', columns: ['corp_id', 'relation_id', 'field'], isUnique: true }],
  },
  {
    name: 'audit_entry',
    columns: {
      id: id(),
      corp_id: ref(),
      actor_member_id: ref(),
      action: text(32),
      subject: text(190),
      at: instant(),
    },
    indexes: [{ name: 'audit_entry_newest', columns: ['corp_id', 'at', 'id'] }],
  },
];

export class ProfileChanges1763794800000 implements MigrationInterface {
  readonly name = 'ProfileChanges1763794800000';

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
