import { expect, expectTypeOf, test } from 'vitest';
import {
  bool,
  bytes,
  type ColumnsOf,
  digest,
  entityColumn,
  id,
  instant,
  int,
  json,
  longText,
  nullable,
  ref,
  tableColumn,
  text,
} from './columns.ts';
import { columnName } from './table.ts';

test.each([
  ['id', id(), 'bigint', 'integer'],
  ['ref', ref(), 'bigint', 'integer'],
  ['int', int(), 'int', 'integer'],
  ['text', text(64), 'varchar', 'varchar'],
  ['longText', longText(), 'mediumtext', 'text'],
  ['json', json(), 'mediumtext', 'text'],
  ['instant', instant(), 'datetime', 'datetime'],
  ['bool', bool(), 'boolean', 'boolean'],
  ['digest', digest(32), 'binary', 'blob'],
  ['bytes', bytes(), 'mediumblob', 'blob'],
])('%s is the same in the entity and in the migration', (_name, kind, mysql, sqlite) => {
  expect(entityColumn(kind, 'c', 'mysql').type).toBe(mysql);
  expect(entityColumn(kind, 'c', 'sqlite').type).toBe(sqlite);
  expect(tableColumn(kind, 'c', 'mysql').type).toBe(mysql);
  expect(tableColumn(kind, 'c', 'sqlite').type).toBe(sqlite);
  expect(entityColumn(nullable(kind), 'c', 'mysql').nullable).toBe(true);
  expect(tableColumn(nullable(kind), 'c', 'mysql').isNullable).toBe(true);
});

test('text compares byte by byte and holds any Unicode', () => {
  expect(tableColumn(text(64), 'c', 'mysql')).toMatchObject({
    length: '64',
    charset: 'utf8mb4',
    collation: 'utf8mb4_bin',
  });
});

test('instants keep milliseconds', () => {
  expect(tableColumn(instant(), 'c', 'mysql').precision).toBe(3);
});

test('the id is given by the database', () => {
  expect(tableColumn(id(), 'id', 'sqlite')).toMatchObject({ isPrimary: true, isGenerated: true });
  expect(entityColumn(id(), 'id', 'sqlite')).toMatchObject({ primary: true, generated: 'increment' });
});

test.each([
  ['id', 'id'],
  ['corpId', 'corp_id'],
  ['leadsDepartmentIds', 'leads_department_ids'],
])('%s is %s in the database', (property, column) => {
  expect(columnName(property)).toBe(column);
});

test('columns that do not match their row do not compile', () => {
  interface Row {
    name: string;
    endedAt: Date | null;
  }
  expectTypeOf({ name: text(8), endedAt: nullable(instant()) }).toExtend<ColumnsOf<Row>>();
  expectTypeOf({ name: int(), endedAt: nullable(instant()) }).not.toExtend<ColumnsOf<Row>>();
  expectTypeOf({ name: text(8), endedAt: instant() }).not.toExtend<ColumnsOf<Row>>();
  expectTypeOf({ name: text(8) }).not.toExtend<ColumnsOf<Row>>();
});
