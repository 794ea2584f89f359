import type { Db } from '../../db/data-source.ts';
import type { Effect, JobRun } from '../../queue/job.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { memberRow } from './ensure-members.ts';
import { isOutOfSight } from './out-of-sight.ts';
import { membersRepo } from './repository.ts';
import { readDepartments } from './sync-members.ts';

/** What handling needs of the server. */
export interface MemberEventContext {
  readonly database: { readonly read: Db };
  readonly installations: Installations;
  readonly now: () => Date;
}

/** Reads a member again after callbacks about them; one the platform no longer shows has left. */
export async function reconcileMember(
  ctx: MemberEventContext,
  job: JobRun,
  events: readonly WecomEvent[],
): Promise<Effect> {
  const { client, admins } = ctx.installations.of(job.corpId);
  const reading = { ...ctx, client: client.with({ signal: job.signal }), admins };
  const userIds = new Set(
    events.flatMap((event) => {
      if (event.type === 'member.updated' && event.newUserId !== undefined) {
        return [event.userId, event.newUserId];
      }
      return event.type.startsWith('member.') && 'userId' in event ? [event.userId] : [];
    }),
  );
  const effects: Effect[] = [];
  for (const userId of userIds) {
    effects.push(await readMember(reading, job.corpId, userId));
  }
  return async (db) => {
    for (const effect of effects) {
      await effect(db);
    }
  };
}

async function readMember(
  ctx: MemberEventContext & Pick<ReturnType<Installations['of']>, 'client' | 'admins'>,
  corpId: number,
  userId: string,
): Promise<Effect> {
  const known = await membersRepo(ctx.database.read, corpId).findByUserId(userId);
  try {
    const member = await ctx.client.getUser(userId);
    const row = memberRow(member, {
      admins: ctx.admins,
      isFollowUser: known?.isFollowUser ?? false,
      now: ctx.now(),
    });
    return (db) => membersRepo(db, corpId).upsertAll([row]);
  } catch (error) {
    if (isOutOfSight(error)) {
      return (db) => membersRepo(db, corpId).markLeft(userId, ctx.now());
    }
    throw error;
  }
}

/** Reads the whole tree again after callbacks about departments; it is one call. */
export async function reconcileDepartments(ctx: MemberEventContext, job: JobRun): Promise<Effect> {
  const { client } = ctx.installations.of(job.corpId);
  return readDepartments(client.with({ signal: job.signal }), job.corpId);
}
