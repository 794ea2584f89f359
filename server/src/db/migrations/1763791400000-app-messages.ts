import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, int, json, nullable, ref, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** Messages of the app to members, whom they reached, and taps on cards. */
const plans: readonly TablePlan[] = [
  {
    name: 'app_message',
    columns: {
      id: id(),
      corp_id: ref(),
      message_key: text(190),
      purpose: text(32),
      subject_id: nullable(ref()),
      task_id: nullable(text(128)),
      title: text(128),
      content: json(),
      created_at: instant(),
    },
    indexes: [
      { name: 'app_message_key', columns: ['corp_id', 'message_key'], isUnique: true },
      { name: 'app_message_task', columns: ['corp_id', 'task_id'] },
    ],
  },
  {
    name: 'message_delivery',
    columns: {
      id: id(),
      corp_id: ref(),
      message_id: ref(),
      member_id: ref(),
      state: text(16),
      reason: nullable(text(32)),
      errcode: nullable(int()),
      created_at: instant(),
      sent_at: nullable(instant()),
    },
    indexes: [
      { name: 'message_delivery_key', columns: ['corp_id', 'message_id', 'member_id'], isUnique: true },
      { name: 'message_delivery_newest', columns: ['corp_id', 'created_at', 'id'] },
      { name: 'message_delivery_quota', columns: ['corp_id', 'member_id', 'sent_at'] },
    ],
  },
  {
    name: 'card_click',
    columns: {
      id: id(),
      corp_id: ref(),
      message_id: ref(),
      member_id: ref(),
      click_key: text(64),
      clicked_at: instant(),
      response_code: text(512),
      button_text: text(16),
      state: text(8),
    },
    indexes: [{ name: 'card_click_key', columns: ['corp_id', 'message_id', 'member_id'], isUnique: true }],
  },
];

export class AppMessages1763791400000 implements MigrationInterface {
  readonly name = 'AppMessages1763791400000';

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
