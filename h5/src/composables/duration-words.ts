import { HOUR, MINUTE, SECOND } from '@guanxi/shared/time';

/** A length of time in its largest fitting unit, as a key and a number of a section's texts. */
export interface Duration {
  readonly unit: 'seconds' | 'minutes' | 'hours';
  readonly n: number;
}

/** How long something takes, rounded up: people forgive an early end. */
export function durationOf(ms: number): Duration {
  if (ms < 90 * SECOND) return { unit: 'seconds', n: Math.max(1, Math.ceil(ms / SECOND)) };
  if (ms < 90 * MINUTE) return { unit: 'minutes', n: Math.ceil(ms / MINUTE) };
  return { unit: 'hours', n: Math.ceil(ms / HOUR) };
}
