import type { MySync } from '@guanxi/shared/sync';
import type { Database, Db } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { mySyncState } from './my-sync-rules.ts';
import { secondsLeftOf } from './present.ts';
import { memberSyncRepo, syncRunsRepo } from './repository.ts';
import type { MemberSyncRow, SyncRunRow } from './table.ts';

/** Whether the actor's own customers were read yet, and how far the sync is that will. */
export async function getMySync(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
): Promise<MySync> {
  const { own, latest } = await readOwnStanding(ctx.database.read, actor);
  return {
    state: mySyncState(own, latest),
    membersTotal: latest?.membersTotal ?? 0,
    membersDone: latest?.membersDone ?? 0,
    secondsLeft: latest === null ? null : secondsLeftOf(latest),
  };
}

/** The newest reading of the actor's customers, and the newest run; each null where there is none. */
export async function readOwnStanding(
  db: Db,
  actor: Actor,
): Promise<{ own: MemberSyncRow | null; latest: SyncRunRow | null }> {
  const [own, latest] = await Promise.all([
    memberSyncRepo(db, actor.corpId).find(actor.memberId),
    syncRunsRepo(db, actor.corpId).findLatest(),
  ]);
  return { own, latest };
}
