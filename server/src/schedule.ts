import { forgetEventsJob } from './features/callbacks/forget-events.ts';
import { indexCustomersKind } from './features/customer-search/index-kind.ts';
import { installationKey, readInstallationKind } from './features/installation/read-installation-kind.ts';
import { forgetFilesKind } from './features/media/forget-files-kind.ts';
import { readStatisticsKind } from './features/statistics/read-statistics-kind.ts';
import { nightlySyncKind } from './features/sync/nightly-sync-kind.ts';
import type { Schedule } from './queue/scheduler.ts';
import { nightly } from './queue/slots.ts';

/** LIST 5: everything that comes back by the clock. */
export const schedules: readonly Schedule[] = [
  {
    name: 'full-sync',
    job: nightlySyncKind,
    key: 'corp',
    // While nobody works, and over before people come; what it repairs is there in the morning.
    latestSlot: nightly({ name: 'full-sync', fromHour: 1, hours: 4 }),
  },
  {
    name: 'installation',
    job: readInstallationKind,
    key: installationKey,
    // Spread over the small hours, so that a thousand companies do not call at once.
    latestSlot: nightly({ name: 'installation', fromHour: 2, hours: 3 }),
  },
  {
    name: 'statistics',
    job: readStatisticsKind,
    key: 'corp',
    // The numbers of yesterday are there in the small hours; they are read before people come to work.
    latestSlot: nightly({ name: 'statistics', fromHour: 5, hours: 2 }),
  },
  {
    name: 'customer-index',
    job: indexCustomersKind,
    key: 'corp',
    // Its first turn comes as soon as a server with the search runs; later ones find new rules or a new key.
    latestSlot: nightly({ name: 'customer-index', fromHour: 1, hours: 3 }),
  },
  {
    name: 'forget-events',
    job: forgetEventsJob,
    key: 'corp',
    latestSlot: nightly({ name: 'forget-events', fromHour: 1, hours: 4 }),
  },
  {
    name: 'forget-files',
    job: forgetFilesKind,
    key: 'corp',
    latestSlot: nightly({ name: 'forget-files', fromHour: 1, hours: 4 }),
  },
];
