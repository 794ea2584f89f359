import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { bool, bytes, digest, id, instant, int, json, longText, nullable, ref, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** Contact ways, welcome messages, and the files they need. */
const plans: readonly TablePlan[] = [
  {
    name: 'contact_way',
    columns: {
      id: id(),
      corp_id: ref(),
      config_id: nullable(text(64)),
      is_foreign: bool(),
      name: text(128),
      channel: text(128),
      own_mark: nullable(text(64)),
      kind: text(16),
      scene: text(16),
      skips_verification: bool(),
      user_ids: json(),
      department_ids: json(),
      tag_ids: json(),
      qr_code_url: nullable(longText()),
      wanted: nullable(text(8)),
      state: text(8),
      version: int(),
      errcode: nullable(int()),
      failure: nullable(longText()),
      tried_at: nullable(instant()),
      search_text: text(500),
      request_key: nullable(text(64)),
      created_by: nullable(ref()),
      created_at: instant(),
      updated_at: instant(),
      seen_at: nullable(instant()),
      deleted_at: nullable(instant()),
    },
    indexes: [
      { name: 'contact_way_config', columns: ['corp_id', 'config_id'], isUnique: true },
      { name: 'contact_way_mark', columns: ['corp_id', 'own_mark'], isUnique: true },
      { name: 'contact_way_request', columns: ['corp_id', 'created_by', 'request_key'], isUnique: true },
      { name: 'contact_way_channel', columns: ['corp_id', 'channel'] },
      { name: 'contact_way_newest', columns: ['corp_id', 'deleted_at', 'created_at', 'id'] },
    ],
  },
  {
    name: 'way_arrival',
    columns: { id: id(), corp_id: ref(), way_id: ref(), relation_id: ref(), tagged_at: instant() },
    indexes: [{ name: 'way_arrival_key', columns: ['corp_id', 'relation_id', 'way_id'], isUnique: true }],
  },
  {
    name: 'welcome_message',
    columns: {
      id: id(),
      corp_id: ref(),
      scope: text(16),
      target_id: ref(),
      content: json(),
      updated_by: ref(),
      updated_at: instant(),
    },
    indexes: [{ name: 'welcome_message_key', columns: ['corp_id', 'scope', 'target_id'], isUnique: true }],
  },
  {
    name: 'welcome_send',
    columns: {
      id: id(),
      corp_id: ref(),
      code_digest: digest(32),
      external_user_id: text(64),
      user_id: text(64),
      source: text(16),
      way_id: nullable(ref()),
      state: text(16),
      reason: nullable(text(32)),
      errcode: nullable(int()),
      created_at: instant(),
      settled_at: nullable(instant()),
    },
    indexes: [
      { name: 'welcome_send_code', columns: ['corp_id', 'code_digest'], isUnique: true },
      { name: 'welcome_send_pair', columns: ['corp_id', 'external_user_id', 'user_id'] },
      { name: 'welcome_send_way', columns: ['corp_id', 'way_id', 'state'] },
      { name: 'welcome_send_time', columns: ['corp_id', 'created_at'] },
    ],
  },
  {
    name: 'media_file',
    columns: {
      id: id(),
      corp_id: ref(),
      kind: text(8),
      name: text(128),
      content_type: text(64),
      size: int(),
      digest: digest(32),
      media_id: nullable(text(255)),
      uploaded_at: nullable(instant()),
      picture_url: nullable(longText()),
      created_by: ref(),
      created_at: instant(),
    },
    indexes: [{ name: 'media_file_digest', columns: ['corp_id', 'digest', 'kind', 'name'], isUnique: true }],
  },
  {
    name: 'media_content',
    columns: { id: id(), corp_id: ref(), file_id: ref(), content: bytes() },
    indexes: [{ name: 'media_content_file', columns: ['corp_id', 'file_id'], isUnique: true }],
  },
  {
    name: 'group_welcome',
    columns: {
      id: id(),
      corp_id: ref(),
      template_id: nullable(text(64)),
      content: json(),
      notifies_owners: bool(),
      wanted: nullable(text(8)),
      state: text(8),
      version: int(),
      errcode: nullable(int()),
      failure: nullable(longText()),
      tried_at: nullable(instant()),
      request_key: text(64),
      created_by: ref(),
      created_at: instant(),
      updated_at: instant(),
    },
    indexes: [
      { name: 'group_welcome_request', columns: ['corp_id', 'created_by', 'request_key'], isUnique: true },
    ],
  },
];

/** Counts of who came by a way. */
const channelIndex = { name: 'follow_relation_channel', columnNames: ['corp_id', 'channel', 'status'] };

export class ContactWays1763787600000 implements MigrationInterface {
  readonly name = 'ContactWays1763787600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of plans) {
      await createTable(queryRunner, plan);
    }
    const relations = await queryRunner.getTable('follow_relation');
    if (relations?.indices.every((index) => index.name !== channelIndex.name)) {
      await queryRunner.createIndex('follow_relation', new TableIndex(channelIndex));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('follow_relation', channelIndex.name);
    for (const plan of plans.toReversed()) {
      await dropTable(queryRunner, plan.name);
    }
  }
}
