import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { forUpdate, nullableInstantFromSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { type PlatformTokenRow, platformTokenTable } from './table.ts';

/** The tokens of all installations. */
export function platformTokensRepo(db: Db) {
  const tokens = rowsOf(db, platformTokenTable);
  return {
    find(tokenKey: string): Promise<PlatformTokenRow | null> {
      return tokens.findOneBy({ tokenKey });
    },
    /** The row under a lock until the transaction ends; made when it is not there. */
    async hold(tokenKey: string): Promise<Pick<PlatformTokenRow, 'sealed' | 'lockedBy' | 'lockedUntil'>> {
      const empty = { sealed: null, expiresAt: null, lockedBy: null, lockedUntil: null };
      await bulkUpsert(db, platformTokenTable, [{ tokenKey, ...empty }], {
        unique: ['tokenKey'],
        update: [],
      });
      const rows: { sealed: Buffer | null; locked_by: string | null; locked_until: unknown }[] =
        await db.query(
          `SELECT sealed, locked_by, locked_until FROM platform_token WHERE token_key = ? ${forUpdate(dialectOf(db))}`,
          [tokenKey],
        );
      const [row] = rows;
      return {
        sealed: row?.sealed ?? null,
        lockedBy: row?.locked_by ?? null,
        lockedUntil: nullableInstantFromSql(row?.locked_until),
      };
    },
    async update(
      tokenKey: string,
      changes: Partial<Omit<PlatformTokenRow, 'id' | 'tokenKey'>>,
    ): Promise<void> {
      await tokens.update({ tokenKey }, changes);
    },
  };
}
