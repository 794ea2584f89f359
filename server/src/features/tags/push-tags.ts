import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob, type Effect, GiveUp, type JobRun } from '../../queue/job.ts';
import {
  type CorpClient,
  endsAccess,
  isFinalRefusal,
  refusalOf,
  type WecomError,
} from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { findPlatformRelation, type PlatformRelation } from '../customers/platform-ids.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { askedByRule } from './ask-for-tags.ts';
import { pushTagsKind } from './push-tags-kind.ts';
import { tagsRepo } from './repository.ts';
import type { TagChangeRow } from './table.ts';

/** What the job needs of the server. */
export interface PushTagsContext {
  readonly database: Pick<Database, 'read'>;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** One change and what the platform said to it; null means done. */
interface Outcome {
  readonly change: TagChangeRow;
  readonly error: WecomError | null;
}

/** Brings the pending tag changes of one relation to the platform in one call. */
export const pushTagsJob = defineJob<PushTagsContext, { relationId: number }>({
  ...pushTagsKind,
  payload: z.object({ relationId: z.number().int() }),
  maxAttempts: 4,
  async run(ctx, { relationId }, job) {
    const relation = await findPlatformRelation(ctx.database.read, job.corpId, relationId);
    const changes = await tagsRepo(ctx.database.read, job.corpId).findChanges(relationId);
    const pending = changes.filter((change) => change.state === 'pending');
    if (relation === null || pending.length === 0) {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    const work = { priority: 'interactive', signal: job.signal } as const;
    const outcomes = await push(client.with(work), relation, pending);
    return writeOutcomes(ctx, job, relation, outcomes);
  },
  onDead(_ctx, { relationId }, job, error) {
    const cause = error instanceof GiveUp ? error.cause : error;
    return async (db) => {
      const repo = tagsRepo(db, job.corpId);
      const pending = (await repo.findChanges(relationId)).filter((change) => change.state === 'pending');
      await markFailed(db, job.corpId, relationId, pending, cause, job.attempt);
    };
  },
});

async function push(
  client: CorpClient,
  relation: PlatformRelation,
  changes: readonly TagChangeRow[],
): Promise<Outcome[]> {
  const error = await send(client, relation, changes);
  if (error === null || changes.length === 1) {
    return changes.map((change) => ({ change, error }));
  }
  // The platform refuses the whole call for one bad tag, so each is tried by itself.
  const outcomes: Outcome[] = [];
  for (const change of changes) {
    outcomes.push({ change, error: await send(client, relation, [change]) });
  }
  return outcomes;
}

/** @returns the refusal when it is final; throws what is worth another try */
async function send(
  client: CorpClient,
  relation: PlatformRelation,
  changes: readonly TagChangeRow[],
): Promise<WecomError | null> {
  const idsOf = (wanted: string) =>
    changes.filter((change) => change.wanted === wanted).map((change) => change.tagId);
  try {
    await client.markTag({
      userId: relation.userId,
      externalUserId: relation.externalUserId,
      add: idsOf('add'),
      remove: idsOf('remove'),
    });
    return null;
  } catch (error) {
    if (isFinalRefusal(error) && !endsAccess(error.errcode)) {
      return error;
    }
    throw error;
  }
}

function writeOutcomes(
  ctx: PushTagsContext,
  job: JobRun,
  relation: PlatformRelation,
  outcomes: readonly Outcome[],
): Effect {
  return async (db) => {
    const repo = tagsRepo(db, job.corpId);
    const done = outcomes.filter((outcome) => outcome.error === null).map((outcome) => outcome.change);
    const pairs = (wanted: string) =>
      done
        .filter((change) => change.wanted === wanted)
        .map((change) => ({ relationId: relation.relationId, tagId: change.tagId }));
    const known = new Set((await repo.findOfRelations([relation.relationId])).map((row) => row.tagId));
    // The platform sends no callback for our own writes, so they are mirrored here.
    await repo.addToRelations(pairs('add'));
    await repo.removeFromRelations(pairs('remove'));
    await repo.settleChanges(relation.relationId, done);
    // Taking off what was never there, or sending again what had arrived, is nothing to tell.
    const changed = done.filter((change) => known.has(change.tagId) === (change.wanted === 'remove'));
    await recordDone(db, job, relation, changed, ctx.now());
    for (const outcome of outcomes) {
      if (outcome.error !== null) {
        await markFailed(db, job.corpId, relation.relationId, [outcome.change], outcome.error, job.attempt);
      }
    }
  };
}

async function recordDone(
  db: Db,
  job: JobRun,
  relation: PlatformRelation,
  done: readonly TagChangeRow[],
  now: Date,
): Promise<void> {
  const [first] = done;
  if (first === undefined) {
    return;
  }
  const isByRule = first.requestedBy === askedByRule;
  const tags = await tagsRepo(db, job.corpId).findTags(done.map((change) => change.tagId));
  const names = new Map(tags.map((tag) => [tag.tagId, tag.name]));
  const namesOf = (wanted: string) =>
    done
      .filter((change) => change.wanted === wanted)
      .map((change) => names.get(change.tagId) ?? change.tagId);
  await recordTimeline(db, job.corpId, [
    {
      customerId: relation.customerId,
      at: now,
      kind: 'tags_changed',
      actorKind: isByRule ? 'system' : 'member',
      actorMemberId: isByRule ? null : first.requestedBy,
      memberId: relation.memberId,
      detail: { added: namesOf('add'), removed: namesOf('remove') },
      key: `tags_pushed:${relation.relationId}:${first.id}:${now.getTime()}`,
    },
  ]);
}

async function markFailed(
  db: Db,
  corpId: number,
  relationId: number,
  changes: readonly TagChangeRow[],
  error: unknown,
  attempts: number,
): Promise<void> {
  await tagsRepo(db, corpId).markChanges(
    relationId,
    changes.map((change) => change.tagId),
    {
      state: 'failed',
      ...refusalOf(error),
      attempts,
    },
  );
}
