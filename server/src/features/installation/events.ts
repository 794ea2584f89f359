import type { InstallationStateKind } from '@guanxi/shared/installation';
import { DAY } from '@guanxi/shared/time';
import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { WecomEvent, WecomEventType } from '../../wecom/index.ts';
import { changeStates } from './change-states.ts';
import { enqueueReading } from './read-installation-kind.ts';
import type { StateChange } from './rules.ts';

/** What an event does to the installation: states it begins and ends, and whether more must be read. */
interface EventEffect {
  readonly begins?: InstallationStateKind;
  readonly ends?: readonly InstallationStateKind[];
  /** The platform is asked again for what the installation may do. */
  readonly reads?: true;
}

/** The platform reminds this long before a data permission ends, once. */
const reminderMs = 7 * DAY;

/** Every event about an installation beside its beginning and its end. */
export const installationEvents: Partial<Record<WecomEventType, EventEffect>> = {
  'auth.departments_allowed': { begins: 'departments_allowed', reads: true },
  'auth.special_approved': { begins: 'special_granted', ends: ['special_withdrawn'], reads: true },
  'auth.special_cancelled': { begins: 'special_withdrawn', ends: ['special_granted'], reads: true },
  'auth.data_granted': { ends: ['data_expiring', 'data_expired'], reads: true },
  'auth.data_expiring': { begins: 'data_expiring' },
  'auth.data_expired': { begins: 'data_expired', ends: ['data_expiring'], reads: true },
  'auth.id_migration_agreed': { begins: 'id_migration_agreed', reads: true },
  'activity.warned': { begins: 'inactive_warned' },
  'activity.closed': { begins: 'inactive_closed', ends: ['inactive_warned'] },
  'activity.reopened': { ends: ['inactive_warned', 'inactive_closed'], reads: true },
  'activity.low_warned': { begins: 'low_activity_warned' },
  'activity.low': { begins: 'low_activity', ends: ['low_activity_warned'] },
  'activity.restored': { ends: ['low_activity_warned', 'low_activity'], reads: true },
  'app.admins_changed': { reads: true },
  'order.paid': { reads: true },
  'order.refunded': { reads: true },
  'order.cancelled': { reads: true },
  'order.changed': { reads: true },
  'edition.changed': { reads: true },
};

/** True for the events of the table. */
export function isInstallationEvent(event: WecomEvent): boolean {
  return event.type in installationEvents;
}

/** Keeps what befell the installation, and asks the platform for what follows from it. */
export async function reconcileInstallation(
  ctx: { readonly queue: Queue },
  job: JobRun,
  events: readonly WecomEvent[],
): Promise<Effect> {
  const reads = events.some((event) => installationEvents[event.type]?.reads === true);
  return async (db) => {
    await changeStates(db, job.corpId, events.flatMap(stateChangesOf));
    if (reads) {
      await enqueueReading(ctx, db, job.corpId);
    }
  };
}

function stateChangesOf(event: WecomEvent): StateChange[] {
  const { begins, ends = [] } = installationEvents[event.type] ?? {};
  const subject = 'authType' in event ? event.authType : '';
  const { at } = event;
  return [
    ...ends.map((kind): StateChange => ({ kind, subject, turn: 'ends', at, until: null })),
    ...(begins === undefined
      ? []
      : [{ kind: begins, subject, turn: 'begins' as const, at, until: untilOf(event) }]),
  ];
}

function untilOf(event: WecomEvent): Date | null {
  if (event.type === 'auth.data_expiring') {
    return new Date(event.at.getTime() + reminderMs);
  }
  return 'effectAt' in event && event.effectAt !== undefined ? event.effectAt : null;
}
