import { type QueryRunner, Table, TableIndex } from 'typeorm';
import { type ColumnKind, tableColumn } from '../columns.ts';
import type { Dialect } from '../dialect.ts';

/** A table as a migration makes it. Migrations keep their own lists, because tables go on changing. */
export interface TablePlan {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** The primary key of a table without an id, in the order of its columns. */
  readonly primary?: readonly string[];
  readonly indexes: readonly { name: string; columns: string[]; isUnique?: boolean }[];
}

/**
 * Creates a table with its indexes unless it is there. MySQL cannot roll a DDL statement back, so a
 * migration that stopped half way must be able to run again.
 */
export async function createTable(queryRunner: QueryRunner, plan: TablePlan): Promise<void> {
  const dialect: Dialect = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
  await queryRunner.createTable(
    new Table({
      name: plan.name,
      columns: Object.entries(plan.columns).map(([name, kind]) => ({
        ...tableColumn(kind, name, dialect),
        ...(plan.primary?.includes(name) ? { isPrimary: true } : {}),
      })),
      withoutRowid: plan.primary !== undefined,
      indices: plan.indexes.map(
        (index) =>
          new TableIndex({ name: index.name, columnNames: index.columns, isUnique: index.isUnique === true }),
      ),
      ...(dialect === 'mysql' ? { engine: 'InnoDB' } : {}),
    }),
    true,
  );
}

/** Drops a table if it is there. */
export async function dropTable(queryRunner: QueryRunner, name: string): Promise<void> {
  await queryRunner.dropTable(name, true);
}
