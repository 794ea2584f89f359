import { lanes } from '../../queue/job.ts';

/** The job that removes files nothing names any more. */
export const forgetFilesKind = { name: 'forget-files', lane: lanes.bulk } as const;
