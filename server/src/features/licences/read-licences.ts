import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { type ProviderClient, WecomError } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { listFollowMembers } from '../members/list-follow-members.ts';
import type { Provider } from '../suites/suite.ts';
import { enqueueFullSync } from '../sync/start-sync.ts';
import { type LicenceNews, learnLicences } from './learn-licences.ts';
import { readLicencesKind } from './read-licences-kind.ts';
import { licenceOf } from './rules.ts';

/** What the job needs of the server. */
export interface ReadLicencesContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly provider: Provider | null;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** Members asked for at a time. */
const atATime = 8;

/**
 * Asks for the licence of every member who may have customers. Who has one now and had none before gets their
 * customers read by a full sync.
 */
export const readLicencesJob = defineJob<ReadLicencesContext, object>({
  ...readLicencesKind,
  payload: z.object({}),
  maxAttempts: 8,
  async run(ctx, _payload, job) {
    if (ctx.provider === null || !ctx.installations.has(job.corpId)) {
      return undefined;
    }
    const { wecomCorpId } = ctx.installations.of(job.corpId);
    const members = await listFollowMembers(ctx.database.read, job.corpId);
    const at = ctx.now();
    const news: LicenceNews[] = [];
    for (let start = 0; start < members.length; start += atATime) {
      job.signal.throwIfAborted();
      const group = members.slice(start, start + atATime);
      const { client } = ctx.provider;
      const read = group.map(({ userId }) => readOne(client, { corpId: wecomCorpId, userId }, at));
      news.push(...(await Promise.all(read)).filter((one) => one !== null));
    }
    return async (db) => {
      const { hasNewcomers } = await learnLicences(db, job.corpId, news, at);
      if (hasNewcomers) {
        await enqueueFullSync(ctx, db, job.corpId, 'change');
      }
    };
  },
});

/** Null for a member the platform does not know any more. */
async function readOne(
  client: ProviderClient,
  member: { corpId: string; userId: string },
  now: Date,
): Promise<LicenceNews | null> {
  try {
    const { accounts } = await client.getMemberLicence(member);
    return { userId: member.userId, ...licenceOf(accounts, now) };
  } catch (error) {
    if (error instanceof WecomError && error.reaction === 'subjectGone') {
      return null;
    }
    throw error;
  }
}
