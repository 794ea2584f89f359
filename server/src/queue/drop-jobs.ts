import type { Db } from '../db/data-source.ts';

/** Forgets all work of a corp. What runs just now loses its lease, and with it its effect. */
export async function dropJobs(db: Db, corpId: number): Promise<void> {
  await db.query('DELETE FROM job WHERE corp_id = ?', [corpId]);
}
