import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, int, json, nullable, ref, text } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** What befalls an installation: what it may do, its licences, its states, and what nobody handled. */
const columns: readonly ColumnPlan[] = [
  {
    table: 'corp',
    columns: {
      permissions: nullable(json()),
      auth_mode: nullable(text(8)),
      visible_range: nullable(json()),
      admin_user_ids: nullable(json()),
      id_subjects: nullable(json()),
      access_read_at: nullable(instant()),
      licence_status: nullable(int()),
      licence_trial_until: nullable(instant()),
      licence_checked_from: nullable(instant()),
      licence_read_at: nullable(instant()),
    },
  },
  { table: 'member', columns: { out_of_range_at: nullable(instant()) } },
  { table: 'sync_run', columns: { unlicensed_user_ids: nullable(json()) } },
];

const tables: readonly TablePlan[] = [
  {
    name: 'member_licence',
    columns: {
      id: id(),
      corp_id: ref(),
      member_id: ref(),
      kind: text(8),
      expires_at: nullable(instant()),
      known_at: instant(),
    },
    indexes: [{ name: 'member_licence_key', columns: ['corp_id', 'member_id'], isUnique: true }],
  },
  {
    name: 'installation_state',
    columns: {
      id: id(),
      corp_id: ref(),
      kind: text(32),
      subject: text(64),
      since: instant(),
      until: nullable(instant()),
      ended_at: nullable(instant()),
      told_at: instant(),
    },
    indexes: [{ name: 'installation_state_key', columns: ['corp_id', 'kind', 'subject'], isUnique: true }],
  },
  {
    name: 'unhandled_event',
    columns: {
      id: id(),
      corp_id: ref(),
      event_type: text(128),
      times: int(),
      first_at: instant(),
      last_at: instant(),
    },
    indexes: [{ name: 'unhandled_event_key', columns: ['corp_id', 'event_type'], isUnique: true }],
  },
];

export class Installations1763784000000 implements MigrationInterface {
  readonly name = 'Installations1763784000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of columns) {
      await addColumns(queryRunner, plan);
    }
    for (const plan of tables) {
      await createTable(queryRunner, plan);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const plan of tables.toReversed()) {
      await dropTable(queryRunner, plan.name);
    }
    for (const plan of columns.toReversed()) {
      await dropColumns(queryRunner, plan);
    }
  }
}
