import { lanes } from '../../queue/job.ts';

/** The job that sends one welcome, by name and urgency. */
export const sendWelcomeKind = { name: 'send-welcome', lane: lanes.welcome } as const;

/** Asks for the welcome of one kept event; the code stays in the sealed event. */
export function sendWelcomeRequest(digest: Buffer) {
  const key = digest.toString('hex');
  return { ...sendWelcomeKind, key, payload: { digest: key } };
}
