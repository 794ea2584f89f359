import type { AppContext } from './context.ts';
import type { EventHandler } from './features/callbacks/inbox-job.ts';
import { isContactEvent, reconcileContact } from './features/customers/events.ts';
import { isInstallationEvent, reconcileInstallation } from './features/installation/events.ts';
import { isLicenceEvent, reconcileLicences } from './features/licences/events.ts';
import { isMemberEvent, reconcileDepartments, reconcileMember } from './features/members/events.ts';
import { isAuthEvent, reconcileAuthorisation } from './features/suites/events.ts';
import { readAllTags } from './features/tags/sync-tags.ts';

/** LIST 4: every platform event and what it does. Events in no row are kept and marked unhandled. */
export const eventHandlers: readonly EventHandler<AppContext>[] = [
  {
    name: 'installed, changed or uninstalled',
    isAboutInstallation: true,
    handles: isAuthEvent,
    reconcile: reconcileAuthorisation,
  },
  {
    name: 'something befell the installation: permissions, activity, administrators, orders',
    handles: isInstallationEvent,
    reconcile: reconcileInstallation,
  },
  {
    name: 'licence activated, missing, paid or refunded',
    handles: isLicenceEvent,
    reconcile: (ctx, job, events) => reconcileLicences(ctx, job, events.filter(isLicenceEvent)),
  },
  {
    name: 'customer added, changed or deleted',
    handles: isContactEvent,
    reconcile: (ctx, job, events) => reconcileContact(ctx, job, events.filter(isContactEvent)),
  },
  {
    name: 'corp tag created, changed, deleted or moved',
    handles: (event) => event.type.startsWith('external_tag.'),
    reconcile: (ctx, job) => readAllTags(ctx.installations.of(job.corpId).client, job.corpId, ctx.now()),
  },
  {
    name: 'member joined, changed, left, or moved across the border of the range',
    handles: isMemberEvent,
    reconcile: reconcileMember,
  },
  {
    name: 'department created, changed or deleted',
    handles: (event) => event.type.startsWith('department.'),
    reconcile: reconcileDepartments,
  },
];
