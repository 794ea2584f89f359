import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { bool, id, instant, int, json, longText, nullable, ref, tableColumn, text } from '../columns.ts';
import type { Dialect } from '../dialect.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** Customer group chats, the ways into them, and what a full sync tells of them. */
const plans: readonly TablePlan[] = [
  {
    name: 'group_chat',
    columns: {
      id: id(),
      corp_id: ref(),
      chat_id: text(64),
      name: text(255),
      owner_member_id: nullable(ref()),
      notice: nullable(longText()),
      founded_at: instant(),
      status: text(16),
      status_at: instant(),
      ownership: text(16),
      member_version: nullable(text(64)),
      member_count: int(),
      customer_count: int(),
      read_at: nullable(instant()),
      search_text: text(500),
      seen_run_id: ref(),
    },
    indexes: [
      { name: 'group_chat_key', columns: ['corp_id', 'chat_id'], isUnique: true },
      { name: 'group_chat_newest', columns: ['corp_id', 'founded_at', 'id'] },
    ],
  },
  {
    name: 'group_chat_member',
    columns: {
      id: id(),
      corp_id: ref(),
      group_chat_id: ref(),
      platform_id: text(64),
      kind: text(16),
      joined_at: instant(),
      left_at: nullable(instant()),
      join_scene: int(),
      channel: nullable(text(128)),
      invited_by_user_id: nullable(text(64)),
      group_nickname: nullable(text(128)),
      name: text(128),
      search_text: text(500),
    },
    indexes: [
      { name: 'group_chat_member_key', columns: ['corp_id', 'group_chat_id', 'platform_id'], isUnique: true },
      { name: 'group_chat_member_person', columns: ['corp_id', 'platform_id', 'group_chat_id'] },
      { name: 'group_chat_member_channel', columns: ['corp_id', 'channel'] },
    ],
  },
  {
    name: 'group_chat_event',
    columns: {
      id: id(),
      corp_id: ref(),
      group_chat_id: ref(),
      at: instant(),
      kind: text(16),
      platform_id: nullable(text(64)),
      detail: json(),
      event_key: text(190),
    },
    indexes: [
      { name: 'group_chat_event_key', columns: ['corp_id', 'event_key'], isUnique: true },
      { name: 'group_chat_event_newest', columns: ['corp_id', 'group_chat_id', 'at', 'id'] },
    ],
  },
  {
    name: 'join_way',
    columns: {
      id: id(),
      corp_id: ref(),
      config_id: nullable(text(64)),
      name: text(64),
      channel: text(64),
      chat_ids: json(),
      opens_new_chats: bool(),
      new_chat_name: text(64),
      new_chat_number: int(),
      qr_code_url: nullable(longText()),
      wanted: text(8),
      state: text(16),
      revision: int(),
      errcode: nullable(int()),
      failure: nullable(longText()),
      created_by: ref(),
      created_at: instant(),
      updated_at: instant(),
    },
    indexes: [{ name: 'join_way_channel', columns: ['corp_id', 'channel'], isUnique: true }],
  },
];

const syncRunColumns = {
  chat_last_owner: nullable(text(64)),
  chats: nullable(int()),
  chats_lost: nullable(int()),
  chats_skipped: nullable(int()),
  chat_failure: nullable(longText()),
};

export class GroupChats1763780400000 implements MigrationInterface {
  readonly name = 'GroupChats1763780400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans) {
      await createTable(queryRunner, plan);
    }
    const dialect: Dialect = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
    for (const [name, kind] of Object.entries(syncRunColumns)) {
      if (!(await queryRunner.hasColumn('sync_run', name))) {
        await queryRunner.addColumn('sync_run', new TableColumn(tableColumn(kind, name, dialect)));
      }
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(syncRunColumns).toReversed()) {
      if (await queryRunner.hasColumn('sync_run', name)) {
        await queryRunner.dropColumn('sync_run', name);
      }
    }
    for (const plan of plans.toReversed()) {
      await dropTable(queryRunner, plan.name);
    }
  }
}
