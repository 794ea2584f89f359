import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, int, longText, nullable, ref, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** Statistics of members and group chats by day, and the slots of what comes back by the clock. */
const plans: readonly TablePlan[] = [
  {
    name: 'behavior_day',
    columns: {
      id: id(),
      corp_id: ref(),
      member_id: ref(),
      day: text(10),
      applied_count: int(),
      new_contact_count: int(),
      chat_count: int(),
      message_count: int(),
      reply_share: nullable(int()),
      reply_seconds: nullable(int()),
      lost_count: int(),
      read_at: instant(),
    },
    indexes: [
      { name: 'behavior_day_key', columns: ['corp_id', 'member_id', 'day'], isUnique: true },
      { name: 'behavior_day_day', columns: ['corp_id', 'day'] },
    ],
  },
  {
    name: 'group_chat_day',
    columns: {
      id: id(),
      corp_id: ref(),
      member_id: ref(),
      day: text(10),
      new_chat_count: int(),
      chat_total: int(),
      member_total: int(),
      new_member_count: int(),
      read_at: instant(),
    },
    indexes: [{ name: 'group_chat_day_key', columns: ['corp_id', 'member_id', 'day'], isUnique: true }],
  },
  {
    name: 'statistics_reading',
    columns: { id: id(), corp_id: ref(), finished_at: nullable(instant()), failure: nullable(longText()) },
    indexes: [{ name: 'statistics_reading_key', columns: ['corp_id'], isUnique: true }],
  },
  {
    name: 'scheduled_slot',
    columns: { id: id(), corp_id: ref(), name: text(64), slot: text(32) },
    indexes: [{ name: 'scheduled_slot_key', columns: ['corp_id', 'name'], isUnique: true }],
  },
];

export class Statistics1763791300000 implements MigrationInterface {
  readonly name = 'Statistics1763791300000';

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
