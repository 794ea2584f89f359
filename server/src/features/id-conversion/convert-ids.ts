import { MINUTE } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Table } from '../../db/table.ts';
import { defineJob, type Effect, GiveUp, type JobRun, RetryAt } from '../../queue/job.ts';
import { forgetLeftovers } from '../corps/upgrade-corp.ts';
import { forgetIndex, indexAgain } from '../customer-search/start-index.ts';
import { resumeProfilePushes } from '../profile/resume-pushes.ts';
import { enqueueFullSync, findLatestRun } from '../sync/start-sync.ts';
import { resumeTagPushes } from '../tags/resume-pushes.ts';
import { convertIdsKind } from './id-conversion-kinds.ts';
import { idConversionRepo } from './repository.ts';
import { collectStep } from './steps/collect-ids.ts';
import { membersBackStep, membersForwardStep } from './steps/convert-members.ts';
import {
  customersBackStep,
  outsidersBackStep,
  outsidersForwardStep,
  peopleForwardStep,
  restOfPeopleStep,
} from './steps/convert-people.ts';
import { tagsStep } from './steps/convert-tags.ts';
import { knownHereStep } from './steps/known-here.ts';
import { moveStep, renameStep } from './steps/move-history.ts';
import { chatsStep } from './steps/pair-chats.ts';
import { replaceFormerStep } from './steps/replace-former.ts';
import { sameIdsStep } from './steps/same-ids.ts';
import type { Conversion, ConvertContext, Step } from './steps/step.ts';
import type { IdConversionRow } from './table.ts';
import { type UpgradeContext, upgradeIds } from './upgrade-ids.ts';
import { walkSteps } from './walk-steps.ts';

const steps = {
  ids: [
    sameIdsStep,
    knownHereStep,
    membersBackStep,
    membersForwardStep,
    tagsStep,
    chatsStep,
    peopleForwardStep,
    outsidersForwardStep,
    customersBackStep,
    outsidersBackStep,
    restOfPeopleStep,
  ],
} as const;

/** The way of one attempt. Only a later one can find new names for rows that came already. */
function stepsOf(tables: readonly Table[], attempt: number): Step[] {
  return [
    ...tables.map(collectStep),
    ...steps.ids,
    replaceFormerStep,
    ...tables.map(moveStep),
    ...(attempt > 1 ? tables.map(renameStep) : []),
  ];
}

/**
 * Brings the history of a company's former app to this installation: notes every id, asks the platform what it is
 * called now, ends the former app, and moves the rows page by page. The former app may be this one, as it was before
 * its ids were upgraded, which comes first then. Each page is one transaction with its checkpoint,
 * so that a killed run goes on where it was and nothing is done twice.
 *
 * @param tables - those whose rows move, each behind those its rows name
 */
export function convertIdsJob(tables: readonly Table[]) {
  return defineJob<UpgradeContext, object>({
    ...convertIdsKind,
    payload: z.object({}),
    maxAttempts: 8,
    async run(ctx, _payload, job) {
      const row = await idConversionRepo(ctx.database.read, job.corpId).find();
      if (row === null || (row.state !== 'converting' && row.state !== 'moving')) {
        return undefined;
      }
      if (row.proof === 'upgrade' && row.replacedAt === null) {
        return upgradeIds(ctx, row, tables, job);
      }
      await requireSync(ctx, row);
      await walkSteps(conversionOf(ctx, row, tables, job), stepsOf(tables, row.attempt), job);
      await forgetIndex(ctx.database, row.fromCorpId, job.signal);
      return finish(ctx, row, tables);
    },
    onDead(ctx, _payload, job, error) {
      const failure = error instanceof Error ? error.message : String(error);
      return (db) =>
        idConversionRepo(db, job.corpId).update({ state: 'failed', finishedAt: ctx.now(), failure });
    },
  });
}

function conversionOf(
  ctx: ConvertContext,
  row: IdConversionRow,
  tables: readonly Table[],
  job: JobRun,
): Conversion {
  const work = { priority: 'sync', signal: job.signal } as const;
  const here = ctx.installations.of(row.corpId);
  const former = ctx.installations.has(row.fromCorpId)
    ? ctx.installations.of(row.fromCorpId)
    : (ctx.installations.replaced(row.fromCorpId) ?? null);
  return {
    ...{ ctx, row, tables },
    here: { ...here, client: here.client.with(work) },
    former: former === null ? null : { ...former, client: former.client.with(work) },
  };
}

/** What the platform shows this installation has to be here first: ids are found by it, and rows merged into it. */
async function requireSync(ctx: ConvertContext, row: IdConversionRow): Promise<void> {
  const run = await findLatestRun(ctx.database.read, row.corpId);
  if (run?.status === 'failed') {
    throw new GiveUp(new Error(`The full sync failed: ${run.failure}`));
  }
  // One that asks about its losses has read everything.
  if (run?.status !== 'done' && run?.status !== 'asking') {
    await ctx.database.transaction((db) => enqueueFullSync(ctx, db, row.corpId, 'install'));
    const at = new Date(ctx.now().getTime() + MINUTE);
    throw new RetryAt(at, new Error('The first full sync has not ended'));
  }
}

function finish(ctx: ConvertContext, row: IdConversionRow, tables: readonly Table[]): Effect {
  const { corpId, fromCorpId, attempt } = row;
  return async (db) => {
    const repo = idConversionRepo(db, corpId);
    if ((await repo.lock())?.attempt !== attempt) {
      return;
    }
    const done = { state: 'done', finishedAt: ctx.now(), failure: null, step: null, stepCursor: '' };
    await repo.update(done);
    if (row.proof === 'upgrade') {
      const moved = tables.map(({ name }) => name);
      await forgetLeftovers(db, fromCorpId, moved);
    }
    await resumeTagPushes(ctx, db, corpId);
    await resumeProfilePushes(ctx, db, corpId);
    // Who came under an id that is known now is read from the platform once.
    await enqueueFullSync(ctx, db, corpId, 'change');
    await indexAgain(ctx.queue, db, corpId);
  };
}
