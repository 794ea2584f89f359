import { lanes } from '../../queue/job.ts';

/** The job that brings a way into group chats to the platform, by name and urgency. */
export const pushJoinWayKind = { name: 'push-join-way', lane: lanes.interactive } as const;

/** One job a way: the platform sees its changes one after another. */
export function pushJoinWayKey(joinWayId: number): string {
  return `join-way:${joinWayId}`;
}
