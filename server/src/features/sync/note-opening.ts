import type { Database } from '../../db/data-source.ts';
import { memberSyncRepo } from './repository.ts';

/** Notes that a member opened Guanxi. It never fails: whoever opens it must not suffer for a note. */
export type NoteOpening = (member: { corpId: number; memberId: number }) => Promise<void>;

const rememberedAtMost = 20_000;

/**
 * Keeps who opened Guanxi before their customers were here, so that a full sync reads theirs first. Costs a look and
 * a write once a member and process, and nothing afterwards.
 */
export function createNoteOpening(
  database: Pick<Database, 'read' | 'transaction'>,
  now: () => Date,
  log: { warn(fields: Record<string, unknown>, message: string): void },
): NoteOpening {
  const noted = new Set<string>();
  return async ({ corpId, memberId }) => {
    const key = `${corpId}/${memberId}`;
    if (noted.has(key)) {
      return;
    }
    try {
      const known = await memberSyncRepo(database.read, corpId).find(memberId);
      if (known === null || (known.readAt === null && known.wantedAt === null)) {
        await database.transaction((db) => memberSyncRepo(db, corpId).want(memberId, now()));
      }
      if (noted.size > rememberedAtMost) {
        noted.clear();
      }
      noted.add(key);
    } catch (error) {
      log.warn({ err: error, corp: corpId }, 'it could not be noted that a member opened the app');
    }
  };
}
