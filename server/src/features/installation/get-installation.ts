import type { Installation } from '@guanxi/shared/installation';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import type { Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { surveyLicences } from '../licences/survey-licences.ts';
import { surveyMembers } from '../members/survey-members.ts';
import { presentInstallation } from './present.ts';
import { installationStatesRepo } from './repository.ts';

/** How the actor's company installed the product, what that allows, and what befell it. */
export async function getInstallation(
  ctx: {
    readonly database: Pick<Database, 'read'>;
    readonly installations: Pick<Installations, 'of'>;
    readonly now: () => Date;
  },
  actor: Actor,
): Promise<Installation> {
  const db = ctx.database.read;
  const { corpId } = actor;
  const row = await requireCorp(db, corpId);
  const members = await surveyMembers(db, corpId);
  return presentInstallation(row, {
    members,
    licences: await surveyLicences(db, corpId, members, row, ctx.now()),
    readsStrategyTags: ctx.installations.of(corpId).client.access.capabilities.readsStrategyTags,
    states: await installationStatesRepo(db, corpId).findCurrent(),
  });
}
