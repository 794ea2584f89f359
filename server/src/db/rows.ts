import type { ObjectLiteral, Repository } from 'typeorm';
import type { Db } from './data-source.ts';
import type { Table } from './table.ts';

/** TypeORM's repository of a table on this connection; plain rows in, plain rows out. */
export function rowsOf<Row extends ObjectLiteral>(db: Db, table: Table<Row>): Repository<Row> {
  return db.getRepository<Row>(table.name);
}
