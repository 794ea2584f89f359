import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** One index finds what waits of a subject, as the one before did, and also what may be forgotten. */
const before = { name: 'inbox_event_waiting', columnNames: ['corp_id', 'subject', 'handled_at', 'id'] };
const after = { name: 'inbox_event_handled', columnNames: ['corp_id', 'handled_at', 'subject', 'id'] };

export class InboxRetention1763802000000 implements MigrationInterface {
  readonly name = 'InboxRetention1763802000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await exchange(queryRunner, before, after);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await exchange(queryRunner, after, before);
  }
}

/** The new index first: a migration that stopped half way leaves more than it should, never less. */
async function exchange(queryRunner: QueryRunner, old: typeof before, next: typeof before): Promise<void> {
  const indices = (await queryRunner.getTable('inbox_event'))?.indices ?? [];
  if (indices.every((index) => index.name !== next.name)) {
    await queryRunner.createIndex('inbox_event', new TableIndex(next));
  }
  if (indices.some((index) => index.name === old.name)) {
    await queryRunner.dropIndex('inbox_event', old.name);
  }
}
