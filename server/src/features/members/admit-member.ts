import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { CorpClient } from '../../wecom/index.ts';
import { memberRow } from './ensure-members.ts';
import { isOutOfSight } from './out-of-sight.ts';
import { membersRepo } from './repository.ts';
import { writeMembers } from './write-members.ts';

/**
 * The local id of a member who has just signed in. One not known yet, or marked as left or out of range, is read from
 * the platform first, so that somebody who came back is let in and somebody who left is not.
 *
 * @throws AppError `session.outside_range` when the platform does not show the member to the app
 */
export async function admitMember(
  ctx: { readonly database: Database; readonly now: () => Date },
  installation: { corpId: number; client: CorpClient; admins: ReadonlySet<string> },
  userId: string,
): Promise<number> {
  const known = await membersRepo(ctx.database.read, installation.corpId).findByUserId(userId);
  if (known !== null && known.leftAt === null && known.outOfRangeAt === null) {
    return known.id;
  }
  const member = await readVisibleMember(installation.client.with({ priority: 'interactive' }), userId);
  const row = memberRow(member, {
    admins: installation.admins,
    isFollowUser: known?.isFollowUser ?? false,
    now: ctx.now(),
  });
  return ctx.database.transaction(async (db) => {
    const repo = membersRepo(db, installation.corpId);
    await writeMembers(db, installation.corpId, [row]);
    const written = await repo.findByUserId(userId);
    if (written === null) {
      throw new Error('A member was lost while being written');
    }
    return written.id;
  });
}

async function readVisibleMember(client: CorpClient, userId: string) {
  try {
    return await client.getUser(userId);
  } catch (error) {
    if (isOutOfSight(error)) {
      throw new AppError('session.outside_range', { errcode: error.errcode, cause: error });
    }
    throw error;
  }
}
