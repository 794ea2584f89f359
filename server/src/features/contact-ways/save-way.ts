import { randomBytes } from 'node:crypto';
import { type ContactWayInput, wayLimits } from '@guanxi/shared/contact-ways';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installations } from '../corps/installation.ts';
import { searchTextOf } from '../customers/search-text.ts';
import { requireFiles } from '../media/keep-file.ts';
import { departmentNamesOf } from '../members/department-names.ts';
import { findUsableMembers } from '../members/usable-members.ts';
import { requireTags } from '../tags/require-tags.ts';
import { filesOf } from '../welcome/attachments.ts';
import { writeMessage } from '../welcome/save-message.ts';
import { enqueueWay, unknownWay } from './push-way-kind.ts';
import { contactWaysRepo } from './repository.ts';
import { fitsKind, kindOf } from './rules.ts';
import type { ContactWayRow } from './table.ts';

/** What changing ways needs of the server. */
export interface WaysContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly now: () => Date;
}

/**
 * Stores a new way as intent, with the job that makes it at the platform, in one transaction. The same request
 * twice is one way.
 *
 * @returns the way's number
 */
export async function createWay(
  ctx: WaysContext,
  actor: Actor,
  input: ContactWayInput & { requestKey: string },
): Promise<number> {
  if (!ctx.installations.of(actor.corpId).client.access.capabilities.makesContactWays) {
    throw new AppError('contact_way.not_permitted');
  }
  const settings = await readSettings(ctx, actor, input);
  const now = ctx.now();
  const wayId = await ctx.database.transaction(async (db) => {
    const repo = contactWaysRepo(db, actor.corpId);
    const known = await repo.findByRequest(actor.memberId, input.requestKey);
    if (known !== null) {
      return known.id;
    }
    if ((await repo.countLive()) >= wayLimits.waysOfCorp) {
      throw new AppError('contact_way.too_many');
    }
    const mark = newMark();
    const id = await repo.insert({
      ...settings,
      ...{ configId: null, isForeign: false, channel: mark, ownMark: mark, kind: kindOf(settings) },
      ...{ scene: 'qr-code', qrCodeUrl: null, wanted: 'create', state: 'pending', version: 1 },
      ...{ errcode: null, failure: null, triedAt: null, requestKey: input.requestKey },
      ...{ createdBy: actor.memberId, createdAt: now, updatedAt: now, seenAt: null, deletedAt: null },
    });
    await writeMessage(db, ctx.queue, actor, { scope: 'way', targetId: id, content: input.welcome, now });
    await enqueueWay(ctx.queue, db, actor.corpId, id);
    return id;
  });
  ctx.queue.wake();
  return wayId;
}

/** Stores a change as intent. A way that was never made is made as it is now. */
export async function updateWay(
  ctx: WaysContext,
  actor: Actor,
  id: number,
  input: ContactWayInput,
): Promise<void> {
  const settings = await readSettings(ctx, actor, input);
  const now = ctx.now();
  await ctx.database.transaction(async (db) => {
    const way = await requireOwnWay(contactWaysRepo(db, actor.corpId).lockById(id));
    if (!fitsKind(way.kind, settings)) {
      throw new AppError('contact_way.kind_fixed');
    }
    await contactWaysRepo(db, actor.corpId).update(id, {
      ...settings,
      wanted: way.configId === null ? 'create' : 'update',
      ...{ state: 'pending', version: way.version + 1, errcode: null, failure: null, updatedAt: now },
    });
    await writeMessage(db, ctx.queue, actor, { scope: 'way', targetId: id, content: input.welcome, now });
    await enqueueWay(ctx.queue, db, actor.corpId, id);
  });
  ctx.queue.wake();
}

/** Stores the wish to delete a way; one that the platform never heard of is gone at once. */
export async function deleteWay(ctx: WaysContext, actor: Actor, id: number): Promise<void> {
  const now = ctx.now();
  await ctx.database.transaction(async (db) => {
    const repo = contactWaysRepo(db, actor.corpId);
    const way = await requireOwnWay(repo.lockById(id));
    const isUnheard = way.configId === null && way.triedAt === null;
    await repo.update(id, {
      ...{ wanted: 'delete', version: way.version + 1, errcode: null, failure: null, updatedAt: now },
      state: isUnheard ? 'done' : 'pending',
      deletedAt: isUnheard ? now : null,
    });
    if (!isUnheard) {
      await enqueueWay(ctx.queue, db, actor.corpId, id);
    }
  });
  ctx.queue.wake();
}

/** Sends what failed again. A way that the platform no longer has is made anew, with a new code. */
export async function retryWay(ctx: WaysContext, actor: Actor, id: number): Promise<void> {
  await ctx.database.transaction(async (db) => {
    const repo = contactWaysRepo(db, actor.corpId);
    const way = await requireOwnWay(repo.lockById(id));
    if (way.state !== 'failed') {
      throw new AppError('contact_way.no_failure');
    }
    const isGone = way.errcode === unknownWay && way.wanted !== 'delete';
    await repo.update(id, {
      ...{ state: 'pending', errcode: null, failure: null },
      ...(isGone ? { wanted: 'create', configId: null, triedAt: null, qrCodeUrl: null } : {}),
    });
    await enqueueWay(ctx.queue, db, actor.corpId, id);
  });
  ctx.queue.wake();
}

async function requireOwnWay(found: Promise<ContactWayRow | null>): Promise<ContactWayRow> {
  const way = await found;
  if (way === null || way.deletedAt !== null) {
    throw new AppError('contact_way.not_found');
  }
  if (way.isForeign) {
    throw new AppError('contact_way.foreign');
  }
  return way;
}

/** Twelve bytes of chance behind a sign of ours: 19 of the 30 characters the platform takes. */
function newMark(): string {
  return `gx_${randomBytes(12).toString('base64url')}`;
}

async function readSettings(ctx: WaysContext, actor: Actor, input: ContactWayInput) {
  const { read } = ctx.database;
  const [userIds, departments] = await Promise.all([
    findUsableMembers(read, actor.corpId, input.memberIds),
    departmentNamesOf(read, actor.corpId),
    requireTags(read, actor.corpId, input.tagIds),
    requireFiles(ctx, actor.corpId, filesOf(input.welcome?.attachments ?? [])),
  ]);
  if (userIds.length < new Set(input.memberIds).size) {
    throw new AppError('contact_way.member_not_usable');
  }
  if (input.departmentIds.some((id) => !departments.has(id))) {
    throw new AppError('contact_way.department_not_found');
  }
  return {
    ...{ name: input.name, userIds, departmentIds: input.departmentIds, tagIds: input.tagIds },
    ...{ skipsVerification: input.skipsVerification, searchText: searchTextOf([input.name]) },
  };
}
