import { lanes } from '../../queue/job.ts';

/** The job that decides at night whether to read the whole corp again, by name and urgency. */
export const nightlySyncKind = { name: 'nightly-sync', lane: lanes.bulk } as const;
