import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bool, bytes, digest, id, instant, int, json, longText, nullable, ref, text } from '../columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** The tables of the first release. */
const plans: readonly TablePlan[] = [
  {
    name: 'corp',
    columns: {
      id: id(),
      wecom_corp_id: text(64),
      app_key: text(64),
      mode: text(16),
      name: text(128),
      agent_id: int(),
      time_zone: text(64),
      status: text(16),
      sealed_code: nullable(bytes()),
      cancelled_at: nullable(instant()),
      created_at: instant(),
    },
    indexes: [{ name: 'corp_installation', columns: ['wecom_corp_id', 'app_key'], isUnique: true }],
  },
  {
    name: 'department',
    columns: {
      id: id(),
      corp_id: ref(),
      department_id: int(),
      parent_id: int(),
      name: text(128),
      sort_order: ref(),
    },
    indexes: [{ name: 'department_key', columns: ['corp_id', 'department_id'], isUnique: true }],
  },
  {
    name: 'member',
    columns: {
      id: id(),
      corp_id: ref(),
      user_id: text(64),
      name: text(128),
      role: text(16),
      department_ids: json(),
      leads_department_ids: json(),
      is_follow_user: bool(),
      left_at: nullable(instant()),
      synced_at: nullable(instant()),
    },
    indexes: [{ name: 'member_key', columns: ['corp_id', 'user_id'], isUnique: true }],
  },
  {
    name: 'customer',
    columns: {
      id: id(),
      corp_id: ref(),
      external_user_id: text(64),
      name: text(128),
      avatar: nullable(longText()),
      type: text(8),
      gender: text(8),
      corp_name: nullable(text(128)),
      position: nullable(text(128)),
      synced_at: instant(),
      created_at: instant(),
    },
    indexes: [{ name: 'customer_key', columns: ['corp_id', 'external_user_id'], isUnique: true }],
  },
  {
    name: 'follow_relation',
    columns: {
      id: id(),
      corp_id: ref(),
      customer_id: ref(),
      member_id: ref(),
      remark: text(128),
      description: longText(),
      remark_company: nullable(text(128)),
      sealed_mobiles: nullable(bytes()),
      add_way: int(),
      channel: nullable(text(128)),
      oper_user_id: nullable(text(64)),
      status: text(24),
      status_at: instant(),
      followed_at: instant(),
      ended_at: nullable(instant()),
      personal_tags: json(),
      search_text: text(500),
      seen_run_id: ref(),
    },
    indexes: [
      { name: 'follow_relation_key', columns: ['corp_id', 'customer_id', 'member_id'], isUnique: true },
      { name: 'follow_relation_member', columns: ['corp_id', 'member_id', 'followed_at', 'id'] },
    ],
  },
  {
    name: 'tag_group',
    columns: {
      id: id(),
      corp_id: ref(),
      group_id: text(64),
      name: text(128),
      sort_order: ref(),
      is_deleted: bool(),
      synced_at: instant(),
    },
    indexes: [{ name: 'tag_group_key', columns: ['corp_id', 'group_id'], isUnique: true }],
  },
  {
    name: 'tag',
    columns: {
      id: id(),
      corp_id: ref(),
      tag_id: text(64),
      group_id: text(64),
      name: text(128),
      sort_order: ref(),
      is_deleted: bool(),
    },
    indexes: [{ name: 'tag_key', columns: ['corp_id', 'tag_id'], isUnique: true }],
  },
  {
    name: 'relation_tag',
    columns: {
      id: id(),
      corp_id: ref(),
      relation_id: ref(),
      tag_id: text(64),
    },
    indexes: [{ name: 'relation_tag_key', columns: ['corp_id', 'relation_id', 'tag_id'], isUnique: true }],
  },
  {
    name: 'tag_change',
    columns: {
      id: id(),
      corp_id: ref(),
      relation_id: ref(),
      tag_id: text(64),
      wanted: text(8),
      state: text(8),
      errcode: nullable(int()),
      failure: nullable(longText()),
      attempts: int(),
      requested_by: ref(),
      requested_at: instant(),
    },
    indexes: [{ name: 'tag_change_key', columns: ['corp_id', 'relation_id', 'tag_id'], isUnique: true }],
  },
  {
    name: 'follow_up',
    columns: {
      id: id(),
      corp_id: ref(),
      customer_id: ref(),
      member_id: ref(),
      method: text(16),
      outcome: nullable(text(24)),
      body: longText(),
      next_at: nullable(instant()),
      request_key: text(64),
      created_at: instant(),
      edited_at: nullable(instant()),
      deleted_at: nullable(instant()),
    },
    indexes: [
      { name: 'follow_up_request', columns: ['corp_id', 'member_id', 'request_key'], isUnique: true },
      { name: 'follow_up_newest', columns: ['corp_id', 'customer_id', 'member_id', 'created_at'] },
    ],
  },
  {
    name: 'follow_up_draft',
    columns: {
      id: id(),
      corp_id: ref(),
      customer_id: ref(),
      member_id: ref(),
      content: json(),
      saved_at: instant(),
    },
    indexes: [
      { name: 'follow_up_draft_key', columns: ['corp_id', 'customer_id', 'member_id'], isUnique: true },
    ],
  },
  {
    name: 'timeline_entry',
    columns: {
      id: id(),
      corp_id: ref(),
      customer_id: ref(),
      at: instant(),
      kind: text(32),
      actor_kind: text(16),
      actor_member_id: nullable(ref()),
      member_id: nullable(ref()),
      follow_up_id: nullable(ref()),
      detail: json(),
      entry_key: text(190),
      hidden_at: nullable(instant()),
    },
    indexes: [
      { name: 'timeline_entry_key', columns: ['corp_id', 'entry_key'], isUnique: true },
      { name: 'timeline_entry_follow_up', columns: ['corp_id', 'follow_up_id'] },
      { name: 'timeline_entry_newest', columns: ['corp_id', 'customer_id', 'at', 'id'] },
    ],
  },
  {
    name: 'sync_run',
    columns: {
      id: id(),
      corp_id: ref(),
      status: text(16),
      started_at: instant(),
      finished_at: nullable(instant()),
      members_total: int(),
      members_done: int(),
      last_user_id: nullable(text(64)),
      page_cursor: nullable(text(512)),
      customers: int(),
      relations: int(),
      lost: int(),
      failure: nullable(longText()),
    },
    indexes: [{ name: 'sync_run_newest', columns: ['corp_id', 'id'] }],
  },
  {
    name: 'inbox_event',
    columns: {
      id: id(),
      corp_id: ref(),
      digest: digest(32),
      subject: text(190),
      sealed: bytes(),
      received_at: instant(),
      handled_at: nullable(instant()),
    },
    indexes: [
      { name: 'inbox_event_digest', columns: ['corp_id', 'digest'], isUnique: true },
      { name: 'inbox_event_waiting', columns: ['corp_id', 'subject', 'handled_at', 'id'] },
    ],
  },
  {
    name: 'job',
    columns: {
      id: id(),
      corp_id: ref(),
      name: text(64),
      job_key: text(190),
      lane: int(),
      payload: json(),
      status: text(16),
      run_at: instant(),
      attempts: int(),
      wanted: int(),
      claimed_by: nullable(text(64)),
      lease_epoch: int(),
      last_error: nullable(longText()),
      created_at: instant(),
    },
    indexes: [
      { name: 'job_key', columns: ['corp_id', 'name', 'job_key'], isUnique: true },
      { name: 'job_due', columns: ['status', 'lane', 'run_at'] },
    ],
  },
];

export class Initial1763773200000 implements MigrationInterface {
  readonly name = 'Initial1763773200000';

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
