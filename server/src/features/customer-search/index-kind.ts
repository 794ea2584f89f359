import type { Keyring } from '../../db/keyring.ts';
import { lanes } from '../../queue/job.ts';

/** The job that writes the index of a company, by name and urgency. */
export const indexCustomersKind = { name: 'index-customers', lane: lanes.bulk } as const;

/** Counts up when `terms.ts` makes other terms of the same texts. */
const rulesVersion = 1;

/** What an index must have been written by to be complete. */
export function indexStamp(keyring: Pick<Keyring, 'newestKeyId'>): string {
  return `${rulesVersion}:${keyring.newestKeyId}`;
}
