import { type GroupWelcome, groupWelcomeLimits } from '@guanxi/shared/group-welcomes';
import type { WelcomeContent } from '@guanxi/shared/welcome';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { requireFiles } from '../media/keep-file.ts';
import { filesOf } from '../welcome/attachments.ts';
import { presentGroupWelcome } from './present.ts';
import { pushGroupWelcomeKind } from './push-group-welcome-kind.ts';
import { groupWelcomesRepo } from './repository.ts';
import type { GroupWelcomeRow } from './table.ts';

/** What keeping welcome material needs of the server. */
export interface GroupWelcomesContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** All material, newest first. */
export async function listGroupWelcomes(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
): Promise<GroupWelcome[]> {
  return (await groupWelcomesRepo(ctx.database.read, actor.corpId).list()).map(presentGroupWelcome);
}

/** Stores new material as intent with its job. The same request twice is one. */
export async function createGroupWelcome(
  ctx: GroupWelcomesContext,
  actor: Actor,
  request: { content: WelcomeContent; notifiesOwners: boolean; requestKey: string },
): Promise<GroupWelcome> {
  await requireFiles(ctx, actor.corpId, filesOf(request.content.attachments));
  const now = ctx.now();
  return change(ctx, actor, async (db) => {
    const repo = groupWelcomesRepo(db, actor.corpId);
    const known = await repo.findByRequest(actor.memberId, request.requestKey);
    if (known !== null) {
      return known.id;
    }
    if ((await repo.count()) >= groupWelcomeLimits.ofCorp) {
      throw new AppError('group_welcome.too_many');
    }
    return repo.insert({
      ...request,
      ...{ templateId: null, wanted: 'create', state: 'pending', version: 1, errcode: null, failure: null },
      ...{ triedAt: null, createdBy: actor.memberId, createdAt: now, updatedAt: now },
    });
  });
}

/** Stores a change as intent. @throws AppError `group_welcome.not_found` */
export async function updateGroupWelcome(
  ctx: GroupWelcomesContext,
  actor: Actor,
  id: number,
  content: WelcomeContent,
): Promise<GroupWelcome> {
  await requireFiles(ctx, actor.corpId, filesOf(content.attachments));
  return change(ctx, actor, async (db) => {
    const row = await requireRow(db, actor, id);
    await groupWelcomesRepo(db, actor.corpId).update(id, {
      ...{ content, wanted: row.templateId === null ? 'create' : 'update', state: 'pending' },
      ...{ version: row.version + 1, errcode: null, failure: null, updatedAt: ctx.now() },
    });
    return id;
  });
}

/** Sends what failed again. @throws AppError `group_welcome.not_found`, `group_welcome.no_failure` */
export function retryGroupWelcome(
  ctx: GroupWelcomesContext,
  actor: Actor,
  id: number,
): Promise<GroupWelcome> {
  return change(ctx, actor, async (db) => {
    const row = await requireRow(db, actor, id);
    if (row.state !== 'failed') {
      throw new AppError('group_welcome.no_failure');
    }
    // A person decides to try again, knowing that the platform may have the first one already.
    const again = { state: 'pending', errcode: null, failure: null, triedAt: null };
    await groupWelcomesRepo(db, actor.corpId).update(id, again);
    return id;
  });
}

/** Stores the wish to delete material. @throws AppError `group_welcome.not_found` */
export async function deleteGroupWelcome(ctx: GroupWelcomesContext, actor: Actor, id: number): Promise<void> {
  await change(ctx, actor, async (db) => {
    const row = await requireRow(db, actor, id);
    await groupWelcomesRepo(db, actor.corpId).update(id, {
      ...{ wanted: 'delete', state: 'pending', version: row.version + 1, errcode: null, failure: null },
    });
    return id;
  });
}

async function change(
  ctx: GroupWelcomesContext,
  actor: Actor,
  write: (db: Db) => Promise<number>,
): Promise<GroupWelcome> {
  const row = await ctx.database.transaction(async (db) => {
    const welcomeId = await write(db);
    const { corpId } = actor;
    const key = `group-welcome:${welcomeId}`;
    await ctx.queue.enqueue(db, pushGroupWelcomeKind, { corpId, key, payload: { welcomeId } });
    return requireRow(db, actor, welcomeId);
  });
  ctx.queue.wake();
  return presentGroupWelcome(row);
}

async function requireRow(db: Db, actor: Actor, id: number): Promise<GroupWelcomeRow> {
  const row = await groupWelcomesRepo(db, actor.corpId).lockById(id);
  if (row === null) {
    throw new AppError('group_welcome.not_found');
  }
  return row;
}
