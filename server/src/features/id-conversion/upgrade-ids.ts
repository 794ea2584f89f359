import type { ConvertedKind } from '@guanxi/shared/id-conversion';
import type { Table } from '../../db/table.ts';
import { dropJobs } from '../../queue/drop-jobs.ts';
import { type Effect, GiveUp, type JobRun } from '../../queue/job.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { takePlace } from '../corps/upgrade-corp.ts';
import { carryStates } from '../installation/change-states.ts';
import { enqueueReading } from '../installation/read-installation-kind.ts';
import { suiteInstallation } from '../suites/suite-installation.ts';
import { enqueueFullSync } from '../sync/start-sync.ts';
import { finishMigration, type MigrationContext } from './finish-migration.ts';
import { enqueueConvertIds } from './id-conversion-kinds.ts';
import { idConversionRepo } from './repository.ts';
import { collectStep } from './steps/collect-ids.ts';
import { membersForwardStep } from './steps/convert-members.ts';
import { outsidersForwardStep, peopleForwardStep, restOfPeopleStep } from './steps/convert-people.ts';
import { tagsStep } from './steps/convert-tags.ts';
import { sameIdsStep } from './steps/same-ids.ts';
import { sortMissingStep } from './steps/sort-missing.ts';
import type { Conversion, ConvertContext, Step } from './steps/step.ts';
import type { IdConversionRow } from './table.ts';
import { mayUpgrade, missingOf } from './upgrade-rules.ts';
import { arrived, OvertakenByOther, walkSteps } from './walk-steps.ts';

/** What upgrading ids needs of the server. */
export type UpgradeContext = ConvertContext & MigrationContext;

/** Group chats are paired afterwards, by what both installations see of them. */
export const askedBefore: readonly ConvertedKind[] = ['member', 'person', 'tag', 'tag_group'];

/**
 * While the old ids still apply: everything that has one is asked for. Twice, because work goes on meanwhile, and what
 * came during the first walk is all that the second one has to ask for.
 */
function stepsBefore(tables: readonly Table[]): Step[] {
  const once = [
    ...tables.map(collectStep),
    ...[sameIdsStep, membersForwardStep, tagsStep, peopleForwardStep, outsidersForwardStep],
    ...[restOfPeopleStep, sortMissingStep],
  ];
  return ['before', 'shortly-before'].flatMap((when) =>
    once.map((step) => ({ ...step, name: `${when}:${step.name}` })),
  );
}

/**
 * Upgrades the ids of an installation, which nobody can undo: notes every id and asks for its new one; stops, with
 * nothing changed, where some have none; has the platform upgrade them; and puts the installation with the new ids in
 * the place of the one with the old, whose rows follow.
 *
 * @throws GiveUp when the company took its authorisation back, or the platform refuses
 */
export async function upgradeIds(
  ctx: UpgradeContext,
  row: IdConversionRow,
  tables: readonly Table[],
  job: JobRun,
): Promise<Effect | undefined> {
  if (!ctx.installations.has(row.fromCorpId)) {
    throw new GiveUp(new Error('The app is not installed any more'));
  }
  if (row.step === null) {
    // What was refused before may be allowed now: an administrator asked for it.
    ctx.installations.tryAgain(row.fromCorpId);
  }
  const installation = ctx.installations.of(row.fromCorpId);
  const client = installation.client.with({ priority: 'sync', signal: job.signal });
  const conversion: Conversion = { ctx, row, tables, here: { ...installation, client }, former: null };
  await walkSteps(conversion, stepsBefore(tables), job);
  const reasons = await idConversionRepo(ctx.database.read, row.corpId).countReasons(askedBefore);
  if (!mayUpgrade(missingOf(reasons), row.waivedAt !== null)) {
    return stop(row);
  }
  await finishMigration(ctx, row, conversion.here);
  await changePlaces(ctx, row);
  return undefined;
}

function stop({ corpId, attempt }: IdConversionRow): Effect {
  return async (db) => {
    const repo = idConversionRepo(db, corpId);
    if ((await repo.lock())?.attempt === attempt) {
      await repo.update({ state: 'stopped', step: null, stepCursor: '' });
    }
  };
}

/** From here on the installation with the old ids takes nothing in and calls nothing; its callbacks are the other's. */
async function changePlaces(ctx: UpgradeContext, row: IdConversionRow): Promise<void> {
  const { corpId, fromCorpId } = row;
  const former = ctx.installations.of(fromCorpId);
  const next = await ctx.database.transaction(async (db) => {
    const repo = idConversionRepo(db, corpId);
    const held = await repo.lock();
    if (held?.attempt !== row.attempt || held.step !== arrived || held.replacedAt !== null) {
      throw new OvertakenByOther(`The upgrade ${row.id} went on elsewhere`);
    }
    const admins = (await requireCorp(db, fromCorpId)).adminUserIds;
    const newIds = await repo.findNew('member', admins ?? []);
    const adminUserIds = admins?.map((userId) => newIds.get(userId) ?? userId) ?? null;
    const taken = await takePlace(db, { fromCorpId, corpId, adminUserIds });
    await carryStates(db, fromCorpId, corpId);
    await dropJobs(db, fromCorpId);
    await repo.update({ state: 'moving', replacedAt: ctx.now(), step: null, stepCursor: '' });
    await enqueueFullSync(ctx, db, corpId, 'install');
    await enqueueReading(ctx, db, corpId);
    // This job runs once more, for the rows.
    await enqueueConvertIds(ctx, db, corpId);
    return taken;
  });
  const suite = ctx.suites.find(next.appKey);
  if (suite !== undefined) {
    ctx.installations.remove(fromCorpId);
    ctx.installations.nameAlso(corpId, former.wecomCorpId);
    ctx.installations.put(suiteInstallation(ctx.clients, suite, next));
  }
}
