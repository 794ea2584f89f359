import type { OwnInstallation } from '@guanxi/shared/own-installation';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { findMemberLicence } from '../licences/find-member-licence.ts';
import { countMembers } from '../members/count-members.ts';
import { installPath } from '../suites/install-path.ts';
import type { Suites } from '../suites/suite.ts';
import { confirmOwnLosses, getOwnSync, startOwnSync } from '../sync/own-sync.ts';

/** What telling a member of their own installation needs of the server. */
export interface OwnInstallationContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly installations: Pick<Installations, 'of'>;
  readonly suites: Pick<Suites, 'find'>;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/**
 * What a member who installed for themselves may know of the installation.
 *
 * @throws AppError `installation.not_by_members` where an administrator installed, who has a page of their own
 */
export async function getOwnInstallation(
  ctx: OwnInstallationContext,
  actor: Actor,
): Promise<OwnInstallation> {
  const { appKey } = requireByMembers(ctx, actor);
  const db = ctx.database.read;
  const [present, sync, licence] = await Promise.all([
    countMembers(db, actor.corpId),
    getOwnSync(ctx, actor),
    findMemberLicence(db, actor.corpId, actor.memberId, ctx.now()),
  ]);
  return {
    appName: ctx.suites.find(appKey)?.name ?? '',
    otherMembers: Math.max(0, present - 1),
    sync,
    licence: {
      need: licence.need,
      trialUntil: licence.trialUntil?.toISOString() ?? null,
      state: licence.state,
      expiresAt: licence.expiresAt?.toISOString() ?? null,
    },
    installUrl: `${ctx.config.publicUrl}${installPath(appKey)}`,
  };
}

/**
 * Asks for a full sync where no administrator could.
 *
 * @throws AppError `installation.not_by_members`, `sync.too_soon`
 */
export async function askForOwnSync(ctx: OwnInstallationContext, actor: Actor): Promise<void> {
  requireByMembers(ctx, actor);
  await startOwnSync(ctx, actor);
}

/**
 * Says that what the newest sync found lost is right, for the actor's own relations alone.
 *
 * @throws AppError `installation.not_by_members`, `sync.not_found`, `sync.not_asking`, `sync.losses_of_others`
 */
export async function answerOwnLosses(
  ctx: OwnInstallationContext,
  actor: Actor,
  runId: number,
): Promise<void> {
  requireByMembers(ctx, actor);
  await confirmOwnLosses(ctx, actor, runId);
}

function requireByMembers(ctx: OwnInstallationContext, actor: Actor): Installation {
  const installation = ctx.installations.of(actor.corpId);
  if (!installation.isByMembers) {
    throw new AppError('installation.not_by_members');
  }
  return installation;
}
