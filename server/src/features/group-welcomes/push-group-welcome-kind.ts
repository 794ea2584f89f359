import { lanes } from '../../queue/job.ts';

/** The job that brings welcome material for groups to the platform, by name and urgency. */
export const pushGroupWelcomeKind = { name: 'push-group-welcome', lane: lanes.interactive } as const;
