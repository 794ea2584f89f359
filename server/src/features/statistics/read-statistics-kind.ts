import { lanes } from '../../queue/job.ts';

/** The job that reads the statistics of a company, by name and urgency. */
export const readStatisticsKind = { name: 'read-statistics', lane: lanes.bulk } as const;
