import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { id, instant, int, json, nullable, ref, text } from '../columns.ts';
import { addColumns, type ColumnPlan, dropColumns } from './add-columns.ts';
import { createTable, dropTable, type TablePlan } from './create-table.ts';

/** What a full sync tells of itself, what it asks, and where each member's customers stand. */
const columns: readonly ColumnPlan[] = [
  {
    table: 'sync_run',
    columns: {
      asked_by: nullable(text(16)),
      stage: nullable(text(16)),
      checkpoint: nullable(int()),
      open_groups: nullable(json()),
      tally: nullable(json()),
      skipped: nullable(json()),
      reading_ms: nullable(int()),
      expected: nullable(int()),
      would_lose: nullable(int()),
      loss_base: nullable(int()),
      answered_by: nullable(ref()),
      answered_at: nullable(instant()),
    },
  },
  { table: 'follow_relation', columns: { seen_at: nullable(instant()) } },
];

/** The checkpoint by userid, and who was skipped, are rows of `member_sync` now; cursors belong to the open groups. */
const droppedColumns: ColumnPlan = {
  table: 'sync_run',
  columns: {
    last_user_id: nullable(text(64)),
    page_cursor: nullable(text(512)),
    unlicensed_user_ids: nullable(json()),
  },
};

const memberSync: TablePlan = {
  name: 'member_sync',
  columns: {
    id: id(),
    corp_id: ref(),
    member_id: ref(),
    run_id: ref(),
    outcome: text(12),
    errcode: nullable(int()),
    read_at: nullable(instant()),
    wanted_at: nullable(instant()),
    would_lose: int(),
  },
  indexes: [
    { name: 'member_sync_key', columns: ['corp_id', 'member_id'], isUnique: true },
    { name: 'member_sync_outcome', columns: ['corp_id', 'outcome', 'wanted_at'] },
  ],
};

const unseenIndex = {
  name: 'follow_relation_unseen',
  columnNames: ['corp_id', 'member_id', 'status', 'seen_run_id'],
};

export class SyncReport1763798500000 implements MigrationInterface {
  readonly name = 'SyncReport1763798500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const plan of columns) {
      await addColumns(queryRunner, plan);
    }
    await dropColumns(queryRunner, droppedColumns);
    await createTable(queryRunner, memberSync);
    const relations = await queryRunner.getTable('follow_relation');
    if (relations?.indices.every((index) => index.name !== unseenIndex.name)) {
      await queryRunner.createIndex('follow_relation', new TableIndex(unseenIndex));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const relations = await queryRunner.getTable('follow_relation');
    if (relations?.indices.some((index) => index.name === unseenIndex.name)) {
      await queryRunner.dropIndex('follow_relation', unseenIndex.name);
    }
    await dropTable(queryRunner, memberSync.name);
    await addColumns(queryRunner, droppedColumns);
    for (const plan of columns.toReversed()) {
      await dropColumns(queryRunner, plan);
    }
  }
}
