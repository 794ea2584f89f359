import { type QueryRunner, TableColumn } from 'typeorm';
import { type ColumnKind, tableColumn } from '../columns.ts';
import type { Dialect } from '../dialect.ts';

/** Columns that join a table which is there already. They must be nullable, because rows are there too. */
export interface ColumnPlan {
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

/** Adds the columns that are missing: a migration that stopped half way must be able to run again. */
export async function addColumns(queryRunner: QueryRunner, plan: ColumnPlan): Promise<void> {
  const dialect: Dialect = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
  for (const [name, kind] of Object.entries(plan.columns)) {
    if (!(await queryRunner.hasColumn(plan.table, name))) {
      await queryRunner.addColumn(plan.table, new TableColumn(tableColumn(kind, name, dialect)));
    }
  }
}

/** Drops the columns that are there. */
export async function dropColumns(queryRunner: QueryRunner, plan: ColumnPlan): Promise<void> {
  for (const name of Object.keys(plan.columns)) {
    if (await queryRunner.hasColumn(plan.table, name)) {
      await queryRunner.dropColumn(plan.table, name);
    }
  }
}
