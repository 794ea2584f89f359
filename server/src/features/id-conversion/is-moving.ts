import type { Db } from '../../db/data-source.ts';
import { idConversionRepo } from './repository.ts';

/** True while rows of a former app come to this company, also when that stopped half-way. */
export async function isHistoryMoving(db: Db, corpId: number): Promise<boolean> {
  const row = await idConversionRepo(db, corpId).find();
  return row !== null && row.confirmedAt !== null && row.state !== 'done';
}
