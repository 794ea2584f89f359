import { lanes } from '../../queue/job.ts';

/** The job that brings a handover to the platform. */
export const sendHandoverKind = { name: 'send-handover', lane: lanes.bulk } as const;

/** The job that reads what became of a handover. */
export const readResultsKind = { name: 'read-handover-results', lane: lanes.bulk } as const;

/** The job that reads which customers of members who left wait for a handover. */
export const readUnassignedKind = { name: 'read-unassigned', lane: lanes.bulk } as const;

/** One job of each kind for a handover. */
export function handoverKey(handoverId: number): string {
  return `handover:${handoverId}`;
}
