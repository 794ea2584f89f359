import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { bool, id, instant, int, nullable, ref, tableColumn, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** Handovers with their items, and who waits for one. */
const plans: readonly TablePlan[] = [
  {
    name: 'handover',
    columns: {
      id: id(),
      corp_id: ref(),
      kind: text(16),
      from_member_id: ref(),
      to_member_id: ref(),
      requested_by: ref(),
      message: nullable(text(200)),
      with_group_chats: bool(),
      request_key: text(64),
      created_at: instant(),
    },
    indexes: [
      { name: 'handover_request', columns: ['corp_id', 'request_key'], isUnique: true },
      { name: 'handover_newest', columns: ['corp_id', 'created_at', 'id'] },
    ],
  },
  {
    name: 'handover_item',
    columns: {
      id: id(),
      corp_id: ref(),
      handover_id: ref(),
      kind: text(8),
      subject_id: text(64),
      customer_id: nullable(ref()),
      name: text(128),
      state: text(16),
      reason: nullable(text(32)),
      errcode: nullable(int()),
      called_at: nullable(instant()),
      started_at: nullable(instant()),
      due_at: nullable(instant()),
      settled_at: nullable(instant()),
      attempt: int(),
    },
    indexes: [
      {
        name: 'handover_item_key',
        columns: ['corp_id', 'handover_id', 'kind', 'subject_id'],
        isUnique: true,
      },
      { name: 'handover_item_subject', columns: ['corp_id', 'subject_id', 'state'] },
    ],
  },
  {
    name: 'unassigned_customer',
    columns: {
      id: id(),
      corp_id: ref(),
      member_id: ref(),
      customer_id: ref(),
      external_user_id: text(64),
      left_at: instant(),
      read_at: instant(),
    },
    indexes: [
      {
        name: 'unassigned_customer_key',
        columns: ['corp_id', 'member_id', 'customer_id'],
        isUnique: true,
      },
    ],
  },
  {
    name: 'unassigned_reading',
    columns: { id: id(), corp_id: ref(), read_at: instant() },
    indexes: [{ name: 'unassigned_reading_key', columns: ['corp_id'], isUnique: true }],
  },
];

/** Handovers; and members are found by pinyin too. */
export class Handover1763791200000 implements MigrationInterface {
  readonly name = 'Handover1763791200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans) {
      await createTable(queryRunner, plan);
    }
    if (!(await queryRunner.hasColumn('member', 'search_text'))) {
      const dialect = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
      const column = tableColumn(nullable(text(500)), 'search_text', dialect);
      await queryRunner.addColumn('member', new TableColumn(column));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('member', 'search_text');
    for (const plan of plans.toReversed()) {
      await dropTable(queryRunner, plan.name);
    }
  }
}
