import type { Effect, JobRun } from '../../queue/job.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import { cancelCorp } from '../corps/cancel-corp.ts';
import { findInstallation } from '../corps/save-installation.ts';
import { installCorp } from './install-corp.ts';
import { type RefreshContext, refreshInstallation } from './refresh-installation.ts';

/** What handling needs of the server. */
export type AuthEventContext = RefreshContext;

/** True for the events that make, change or end an installation. */
export function isAuthEvent(event: WecomEvent): boolean {
  return (
    event.type === 'auth.created' ||
    event.type === 'auth.changed' ||
    event.type === 'auth.cancelled' ||
    event.type === 'auth.secret_reset'
  );
}

/** Follows the authorisation of companies, in the order of the events. */
export async function reconcileAuthorisation(
  ctx: AuthEventContext,
  job: JobRun,
  events: readonly WecomEvent[],
): Promise<Effect> {
  const effects: Effect[] = [];
  for (const event of events) {
    const suite = ctx.suites.find(event.suiteId ?? '');
    if (suite === undefined) {
      continue;
    }
    if (event.type === 'auth.created' || event.type === 'auth.secret_reset') {
      await installCorp(ctx, suite, event.authCode, { signal: job.signal });
    } else if (event.type === 'auth.changed') {
      await refreshInstallation(ctx, suite, event.corpId);
    } else if (event.type === 'auth.cancelled') {
      const row = await findInstallation(ctx.database, suite.suiteId, event.corpId);
      effects.push((db) => (row === null ? Promise.resolve() : cancelCorp(ctx, db, row.id)));
    }
  }
  return async (db) => {
    for (const effect of effects) {
      await effect(db);
    }
  };
}
