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
  /**
   * The columns that make a row unique, in the order of the table's columns, where there is no id: the rows lie in
   * this order on the disk, so a table that is read by ranges alone needs no second copy of them.
   */
  readonly primary?: readonly (keyof Row & string)[];
  readonly indexes: readonly IndexDefinition<Row>[];
  /** How rows of a company go to another installation of it; each table of companies says it. */
  readonly moves?: Moves<Row>;
}

/** Defines a table whose columns match its row type. */
export function defineTable<Row>(definition: {
  name: string;
  columns: ColumnsOf<Row>;
  primary?: readonly (keyof Row & string)[];
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
    const isPrimary = table.primary?.includes(property as keyof Row & string) === true;
    columns[property] = {
      ...entityColumn(kind, columnName(property), dialect),
      ...(isPrimary ? { primary: true } : {}),
    };
  }
  return new EntitySchema({
    name: table.name,
    tableName: table.name,
    columns,
    // A table without an id is its primary key on both engines.
    withoutRowid: table.primary !== undefined,
    indices: table.indexes.map((index) => ({
      name: index.name,
      columns: [...index.columns],
      unique: index.isUnique === true,
    })),
  });
}
