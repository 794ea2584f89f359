import type { MySync } from '@guanxi/shared/sync';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { mySyncState } from './my-sync-rules.ts';
import { secondsLeftOf } from './present.ts';
import { memberSyncRepo, syncRunsRepo } from './repository.ts';

/** Whether the actor's own customers were read yet, and how far the sync is that will. */
export async function getMySync(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
): Promise<MySync> {
  const db = ctx.database.read;
  const [own, latest] = await Promise.all([
    memberSyncRepo(db, actor.corpId).find(actor.memberId),
    syncRunsRepo(db, actor.corpId).findLatest(),
  ]);
  return {
    state: mySyncState(own, latest),
    membersTotal: latest?.membersTotal ?? 0,
    membersDone: latest?.membersDone ?? 0,
    secondsLeft: latest === null ? null : secondsLeftOf(latest),
  };
}
