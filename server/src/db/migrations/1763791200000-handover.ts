import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { nullable, tableColumn, text } from '../columns.ts';

/** Members are found by pinyin too. */
export class Handover1763791200000 implements MigrationInterface {
  readonly name = 'Handover1763791200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (!(await queryRunner.hasColumn('member', 'search_text'))) {
      const dialect = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
      await queryRunner.addColumn(
        'member',
        new TableColumn(tableColumn(nullable(text(500)), 'search_text', dialect)),
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('member', 'search_text');
  }
}
