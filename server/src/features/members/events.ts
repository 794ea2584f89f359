import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { enqueueFullSync, findLatestRun } from '../sync/start-sync.ts';
import { memberRow } from './ensure-members.ts';
import { askForMember, markAbsent } from './find-absent.ts';
import { membersRepo } from './repository.ts';
import { readDepartments } from './sync-members.ts';
import type { MemberRow } from './table.ts';
import { writeMembers } from './write-members.ts';

/** What handling needs of the server. */
export interface MemberEventContext {
  readonly database: Pick<Database, 'read'>;
  readonly installations: Installations;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** True for the events of one member: joined, changed, left, came into the app's range or went out of it. */
export function isMemberEvent(event: WecomEvent): boolean {
  return (
    event.type.startsWith('member.') || event.type === 'app.subscribed' || event.type === 'app.unsubscribed'
  );
}

/** Reads a member again after callbacks about them. */
export async function reconcileMember(
  ctx: MemberEventContext,
  job: JobRun,
  events: readonly WecomEvent[],
): Promise<Effect> {
  const installed = ctx.installations.of(job.corpId);
  const installation = { ...installed, client: installed.client.with({ signal: job.signal }) };
  const userIds = new Set(
    events.flatMap((event) => {
      if (event.type === 'member.updated' && event.newUserId !== undefined) {
        return [event.userId, event.newUserId];
      }
      return 'userId' in event ? [event.userId] : [];
    }),
  );
  const arrival = await arrivalOf(ctx, job.corpId, events);
  const effects: Effect[] = [];
  for (const userId of userIds) {
    effects.push(await readMember(ctx, installation, userId, arrival));
  }
  return async (db) => {
    for (const effect of effects) {
      await effect(db);
    }
  };
}

/** Whether events say that somebody came into range; `listed` when the newest full sync began after it. */
async function arrivalOf(
  ctx: MemberEventContext,
  corpId: number,
  events: readonly WecomEvent[],
): Promise<'none' | 'listed' | 'new'> {
  if (!events.every((event) => event.type === 'app.subscribed')) {
    return 'none';
  }
  const latest = await findLatestRun(ctx.database.read, corpId);
  const newest = Math.max(...events.map((event) => event.at.getTime()));
  // The platform tells the time to the second.
  return latest === null || newest + SECOND < latest.startedAt.getTime() ? 'listed' : 'new';
}

async function readMember(
  ctx: MemberEventContext,
  { corpId, client, admins }: Installation,
  userId: string,
  arrival: 'none' | 'listed' | 'new',
): Promise<Effect> {
  const db = ctx.database.read;
  const known = await membersRepo(db, corpId).findByUserId(userId);
  const now = ctx.now();
  // An install is told once for every member in range; the first sync lists them all with a few calls.
  if (arrival === 'listed' && isPresent(known)) {
    return async () => undefined;
  }
  const answer = await askForMember(client, userId);
  if (typeof answer === 'string') {
    const { visibleRange: range } = await requireCorp(db, corpId);
    const departments = await membersRepo(db, corpId).listDepartments();
    return markAbsent({ corpId, range, departments, now }, known ?? { userId, departmentIds: [] }, answer);
  }
  const row = memberRow(answer, { admins, isFollowUser: known?.isFollowUser ?? false, now });
  return async (db) => {
    await writeMembers(db, corpId, [row]);
    // The customers of somebody new in range come with a full sync.
    if (arrival === 'new') {
      await enqueueFullSync(ctx, db, corpId, 'change');
    }
  };
}

function isPresent(row: MemberRow | null): boolean {
  return row !== null && row.leftAt === null && row.outOfRangeAt === null;
}

/** Reads the whole tree again after callbacks about departments; it is one call. */
export async function reconcileDepartments(ctx: MemberEventContext, job: JobRun): Promise<Effect> {
  const { client } = ctx.installations.of(job.corpId);
  return readDepartments(client.with({ signal: job.signal }), job.corpId);
}
