import { readStatisticsKind } from './features/statistics/read-statistics-kind.ts';
import type { Schedule } from './queue/scheduler.ts';
import { nightly } from './queue/slots.ts';

/** LIST 5: everything that comes back by the clock. */
export const schedules: readonly Schedule[] = [
  {
    name: 'statistics',
    job: readStatisticsKind,
    key: 'corp',
    // The numbers of yesterday are there in the small hours; they are read before people come to work.
    latestSlot: nightly({ name: 'statistics', fromHour: 5, hours: 2 }),
  },
];
