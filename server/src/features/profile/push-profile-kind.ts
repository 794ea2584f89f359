import { lanes } from '../../queue/job.ts';

/** The job that brings profile changes to the platform, by name and urgency. */
export const pushProfileKind = { name: 'push-profile', lane: lanes.interactive } as const;

/** One job a relation, so that its edits travel together and in order. */
export function pushProfileKey(relationId: number): string {
  return `relation:${relationId}`;
}
