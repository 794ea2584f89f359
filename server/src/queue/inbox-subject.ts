import { createHash } from 'node:crypto';

/** The job that handles the waiting events of one subject. */
export const inboxJobName = 'inbox';

/** What the column of the subject holds. */
const longestSubject = 190;

/** Ids longer than any the platform gives must not make the database refuse the whole commit. */
export function fittingSubject(subject: string): string {
  return subject.length <= longestSubject
    ? subject
    : `sha256:${createHash('sha256').update(subject).digest('hex')}`;
}
