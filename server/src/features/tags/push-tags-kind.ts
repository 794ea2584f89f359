import { lanes } from '../../queue/job.ts';

/** The job that brings tag changes to the platform, by name and urgency. */
export const pushTagsKind = { name: 'push-tags', lane: lanes.interactive } as const;

/** One job a relation: the platform refuses concurrent writes to one pair. */
export function pushTagsKey(relationId: number): string {
  return `relation:${relationId}`;
}
