import type { WelcomeContent, WelcomeMessage, WelcomeScope } from '@guanxi/shared/welcome';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { requireFiles } from '../media/keep-file.ts';
import { departmentNamesOf } from '../members/department-names.ts';
import type { MemberNames } from '../members/member-names.ts';
import { filesOf } from './attachments.ts';
import { askForMedia } from './keep-media-fresh.ts';
import { presentMessage } from './present.ts';
import { welcomeRepo } from './repository.ts';
import type { WelcomeMessageRow } from './table.ts';

/** What keeping messages needs of the server. */
export interface WelcomeContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly memberNames: MemberNames;
  readonly now: () => Date;
}

/** One page of the messages of the company, of departments and of members. */
export async function listMessages(
  ctx: WelcomeContext,
  actor: Actor,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: WelcomeMessage[]; nextCursor: string | null }> {
  const after = decodeCursor(query.cursor)?.[1] ?? 0;
  const rows = await welcomeRepo(ctx.database.read, actor.corpId).findPage(after, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await presentAll(ctx, actor, shown),
    nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor([0, last.id]) : null,
  };
}

/**
 * Sets the message of the company, of a department or of a member.
 *
 * @throws AppError `welcome.target_not_found` when there is no such department or member, `media.not_found`
 */
export async function saveMessage(
  ctx: WelcomeContext,
  actor: Actor,
  request: { scope: WelcomeScope; targetId: number; content: WelcomeContent },
): Promise<WelcomeMessage> {
  const targetId = request.scope === 'corp' ? 0 : request.targetId;
  await requireTarget(ctx, actor, request.scope, targetId);
  await requireFiles(ctx, actor.corpId, filesOf(request.content.attachments));
  const row = await ctx.database.transaction(async (db) => {
    await writeMessage(db, ctx.queue, actor, { ...request, targetId, now: ctx.now() });
    return welcomeRepo(db, actor.corpId).findMessage(request.scope, targetId);
  });
  ctx.queue.wake();
  const [message] = await presentAll(ctx, actor, row === null ? [] : [row]);
  if (message === undefined) {
    throw new Error('A welcome message was lost while being written');
  }
  return message;
}

/** Takes a message away. @throws AppError `welcome.not_found` */
export async function deleteMessage(ctx: WelcomeContext, actor: Actor, id: number): Promise<void> {
  await ctx.database.transaction(async (db) => {
    const repo = welcomeRepo(db, actor.corpId);
    const row = await repo.findMessageById(id);
    if (row === null || row.scope === 'way') {
      throw new AppError('welcome.not_found');
    }
    await repo.deleteMessage(row.scope, row.targetId);
  });
}

/** Writes a message inside the caller's transaction; null takes it away. */
export async function writeMessage(
  db: Db,
  queue: Queue,
  actor: Actor,
  message: { scope: WelcomeScope | 'way'; targetId: number; content: WelcomeContent | null; now: Date },
): Promise<void> {
  const repo = welcomeRepo(db, actor.corpId);
  const { scope, targetId, content } = message;
  if (content === null) {
    await repo.deleteMessage(scope, targetId);
    return;
  }
  await repo.saveMessage({ scope, targetId, content, updatedBy: actor.memberId, updatedAt: message.now });
  const row = await repo.findMessage(scope, targetId);
  if (row !== null) {
    await askForMedia(queue, db, row, message.now);
  }
}

async function requireTarget(
  ctx: WelcomeContext,
  actor: Actor,
  scope: WelcomeScope,
  targetId: number,
): Promise<void> {
  const isThere =
    scope === 'corp' ||
    (scope === 'member'
      ? (await ctx.memberNames.of(actor.corpId, [targetId])).has(targetId)
      : (await departmentNamesOf(ctx.database.read, actor.corpId)).has(targetId));
  if (!isThere) {
    throw new AppError('welcome.target_not_found');
  }
}

async function presentAll(
  ctx: WelcomeContext,
  actor: Actor,
  rows: readonly WelcomeMessageRow[],
): Promise<WelcomeMessage[]> {
  const memberIds = rows.filter((row) => row.scope === 'member').map((row) => row.targetId);
  const [members, departments] = await Promise.all([
    ctx.memberNames.of(actor.corpId, memberIds),
    departmentNamesOf(ctx.database.read, actor.corpId),
  ]);
  return rows.map((row) =>
    presentMessage(row, {
      member: members.get(row.targetId)?.name ?? '',
      department: departments.get(row.targetId) ?? '',
    }),
  );
}
