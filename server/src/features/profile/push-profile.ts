import type { ProfileFieldName } from '@guanxi/shared/profile';
import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { defineJob, type Effect, GiveUp, type JobRun } from '../../queue/job.ts';
import {
  type CorpClient,
  isFinalRefusal,
  refusalOf,
  type WecomError,
  WecomUnavailable,
} from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { mirrorProfile, type SomeProfile } from '../customers/mirror-profile.ts';
import { findPlatformRelation, type PlatformRelation } from '../customers/platform-ids.ts';
import { isSameValue } from '../customers/profile-rules.ts';
import { readContact } from '../customers/read-contact.ts';
import { profileOfFollow } from '../customers/relation-profile.ts';
import { failureReasonOf } from './failure-reason.ts';
import { pushProfileKind } from './push-profile-kind.ts';
import { profileRepo } from './repository.ts';
import { openChange } from './stored-changes.ts';
import type { ProfileChangeRow } from './table.ts';

/** What the job needs of the server. */
export interface PushProfileContext {
  readonly database: Pick<Database, 'read'>;
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** What a push found and did. */
interface Outcome {
  readonly overwritten: SomeProfile;
  /** The refusal when it is final; null when the platform has the values. */
  readonly refusal: WecomError | null;
}

/** Brings the pending profile changes of one relation to the platform in one call. */
export const pushProfileJob = defineJob<PushProfileContext, { relationId: number }>({
  ...pushProfileKind,
  payload: z.object({ relationId: z.number().int() }),
  maxAttempts: 4,
  async run(ctx, { relationId }, job) {
    const pending = await findPending(ctx.database.read, job.corpId, relationId);
    if (pending.length === 0) {
      return undefined;
    }
    const relation = await findPlatformRelation(ctx.database.read, job.corpId, relationId);
    if (relation === null) {
      throw new GiveUp(new Error(`The relation ${relationId} is gone`));
    }
    const written = valuesOf(ctx.keyring, pending);
    const { client } = ctx.installations.of(job.corpId);
    const work = { priority: 'interactive', signal: job.signal } as const;
    const outcome = await push(client.with(work), relation, written);
    return writeOutcome(ctx, job, relation, { ...outcome, pending, written, at: ctx.now() });
  },
  onDead(_ctx, { relationId }, job, error) {
    const cause = error instanceof GiveUp ? error.cause : error;
    return async (db) => {
      const pending = await findPending(db, job.corpId, relationId);
      await markFailed(db, job, relationId, pending, cause);
    };
  },
});

async function findPending(db: Db, corpId: number, relationId: number): Promise<ProfileChangeRow[]> {
  const changes = await profileRepo(db, corpId).findOfRelations([relationId]);
  return changes.filter((change) => change.state === 'pending');
}

function valuesOf(keyring: Keyring, pending: readonly ProfileChangeRow[]): SomeProfile {
  return Object.fromEntries(pending.map((change) => [change.field, openChange(keyring, change).value]));
}

async function push(client: CorpClient, relation: PlatformRelation, written: SomeProfile): Promise<Outcome> {
  let overwritten: SomeProfile = {};
  try {
    // Read first, because the timeline keeps what is overwritten, also what no callback has told yet.
    overwritten = await readOf(client, relation);
    await send(client, relation, written);
    return { overwritten, refusal: null };
  } catch (error) {
    if (!isFinalRefusal(error)) {
      throw error;
    }
    return { overwritten, refusal: error };
  }
}

/** Writes; after a silence it looks whether the platform took it. */
async function send(client: CorpClient, relation: PlatformRelation, written: SomeProfile): Promise<void> {
  try {
    await client.remark({
      userId: relation.userId,
      externalUserId: relation.externalUserId,
      remark: written.remark,
      description: written.description,
      remarkCompany: written.company,
      remarkMobiles: written.mobiles,
    });
  } catch (error) {
    const isUnclear = error instanceof WecomUnavailable;
    if (!isUnclear || !hasAll(await readOf(client, relation), written)) {
      throw error;
    }
  }
}

/** What the platform has on the relation, as far as the install mode shows it. */
async function readOf(client: CorpClient, relation: PlatformRelation): Promise<SomeProfile> {
  const detail = await readContact(client, relation.externalUserId);
  const follow = detail?.followers.find((candidate) => candidate.userId === relation.userId);
  if (follow === undefined) {
    return {};
  }
  const { mobiles, ...texts } = profileOfFollow(follow);
  return client.access.capabilities.seesMobiles ? { ...texts, mobiles } : texts;
}

function hasAll(there: SomeProfile, written: SomeProfile): boolean {
  return Object.entries(written).every(([field, value]) => {
    const found = there[field as ProfileFieldName];
    return found !== undefined && isSameValue(found, value);
  });
}

function writeOutcome(
  ctx: PushProfileContext,
  job: JobRun,
  relation: PlatformRelation,
  push: Outcome & { pending: readonly ProfileChangeRow[]; written: SomeProfile; at: Date },
): Effect {
  return async (db) => {
    const { relationId } = relation;
    const [first] = push.pending;
    if (push.refusal !== null || first === undefined) {
      await markFailed(db, job, relationId, push.pending, push.refusal);
      return;
    }
    const keys = new Map(push.pending.map((change) => [change.field, change.changeKey]));
    await profileRepo(db, job.corpId).markDone(relationId, [...keys.values()], push.at);
    await mirrorProfile(db, { corpId: job.corpId, keyring: ctx.keyring }, relation, {
      written: push.written,
      overwritten: push.overwritten,
      byMemberId: first.requestedBy,
      at: push.at,
      keyOf: (field) => `${field}_written:${relationId}:${keys.get(field)}`,
    });
  };
}

async function markFailed(
  db: Db,
  job: JobRun,
  relationId: number,
  changes: readonly ProfileChangeRow[],
  error: unknown,
): Promise<void> {
  await profileRepo(db, job.corpId).markFailed(
    relationId,
    changes.map((change) => change.changeKey),
    {
      reason: failureReasonOf(error),
      errcode: refusalOf(error).errcode,
      attempts: job.attempt,
    },
  );
}
