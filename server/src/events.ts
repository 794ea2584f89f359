import type { AppContext } from './context.ts';
import type { EventHandler } from './features/callbacks/inbox-job.ts';
import { isContactEvent, reconcileContact } from './features/customers/events.ts';
import { reconcileGroupChat } from './features/group-chats/events.ts';
import { isChatEvent } from './features/group-chats/told.ts';
import { isHandoverEnd, reconcileHandoverEnds, reconcileLeaving } from './features/handover/events.ts';
import { isTakeoverTap, reconcileTakeoverTaps } from './features/handover/tell-taker.ts';
import { isConsent, reconcileConsent } from './features/id-conversion/events.ts';
import { isInstallationEvent, reconcileInstallation } from './features/installation/events.ts';
import { isLicenceEvent, reconcileLicences } from './features/licences/events.ts';
import { isMemberEvent, reconcileDepartments, reconcileMember } from './features/members/events.ts';
import { isAuthEvent, reconcileAuthorisation } from './features/suites/events.ts';
import { isTagEvent, reconcileTags } from './features/tags/events.ts';
import { tellAfterReading } from './features/welcome/events.ts';

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
    name: 'company agreed to other ids of its customers',
    handles: isConsent,
    reconcile: reconcileConsent,
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
    name: 'group chat created, changed or dismissed',
    handles: isChatEvent,
    reconcile: (ctx, job, events) => reconcileGroupChat(ctx, job, events.filter(isChatEvent)),
  },
  {
    name: 'customer welcomed, now that they are known',
    handles: isContactEvent,
    reconcile: (_ctx, job, events) => tellAfterReading(job, events.filter(isContactEvent)),
  },
  {
    name: 'handover of a customer done or failed',
    handles: isHandoverEnd,
    reconcile: (ctx, job, events) => reconcileHandoverEnds(ctx, job, events.filter(isHandoverEnd)),
  },
  {
    name: 'tap on the card of a handover',
    handles: isTakeoverTap,
    reconcile: (ctx, job, events) => reconcileTakeoverTaps(ctx, job, events.filter(isTakeoverTap)),
  },
  {
    name: 'tag of the company or of a strategy created, changed, deleted or moved',
    handles: isTagEvent,
    reconcile: (ctx, job, events) => reconcileTags(ctx, job, events.filter(isTagEvent)),
  },
  {
    name: 'member joined, changed, left, or moved across the border of the range',
    handles: isMemberEvent,
    reconcile: reconcileMember,
  },
  {
    name: 'member left, so that customers wait for somebody',
    handles: (event) => event.type === 'member.deleted',
    reconcile: reconcileLeaving,
  },
  {
    name: 'department created, changed or deleted',
    handles: (event) => event.type.startsWith('department.'),
    reconcile: reconcileDepartments,
  },
];
