import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { type ColumnKind, type ColumnsOf, entityColumn } from './columns.ts';
import type { Dialect } from './dialect.ts';
import type { Moves } from './move-plan.ts';

/** An index: its name, its columns by property, and whether it is unique. */
export interface IndexDefinition<Row> {
  readonly name: string;
  readonly columns: readonly (keyof Row & string)[];
  readonly isUnique?: boolean;
}

/** A table without a dialect. Rows are flat; there are no relations. */
export interface Table<Row = Record<string, unknown>> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, ColumnKind>>;
  readonly indexes: readonly IndexDefinition<Row>[];
  /** How rows of a company go to another installation of it; each table of companies says it. */
  readonly moves?: Moves<Row>;
}

/** Defines a table whose columns match its row type. */
export function defineTable<Row>(definition: {
  name: string;
  columns: ColumnsOf<Row>;
  indexes: readonly IndexDefinition<Row>[];
  moves?: Moves<Row>;
}): Table<Row> {
  return definition as unknown as Table<Row>;
}

/** The database's name of a property: `followedAt` is `followed_at`. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The table as TypeORM knows it. */
export function toEntitySchema<Row>(table: Table<Row>, dialect: Dialect): EntitySchema {
  const columns: Record<string, EntitySchemaColumnOptions> = {};
  for (const [property, kind] of Object.entries<ColumnKind>(table.columns)) {
    columns[property] = entityColumn(kind, columnName(property), dialect);
  }
  return new EntitySchema({
    name: table.name,
    tableName: table.name,
    columns,
    indices: table.indexes.map((index) => ({
      name: index.name,
      columns: [...index.columns],
      unique: index.isUnique === true,
    })),
  });
}
