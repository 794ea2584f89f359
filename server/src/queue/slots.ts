import { createHash } from 'node:crypto';
import { MINUTE } from '@guanxi/shared/time';

/** A company as schedules see it. */
export interface ScheduledCorp {
  readonly corpId: number;
  readonly timeZone: string;
}

/** Names the newest slot that has begun; names sort by time. */
export type LatestSlot = (corp: ScheduledCorp, now: Date) => string;

/**
 * Once a night, at a minute of its own for each company, so that companies do not all begin together.
 *
 * @param options.fromHour - where the night begins on the company's clock, from 0 to 23
 * @param options.hours - how long it is; it must end before midnight
 */
export function nightly(options: { name: string; fromHour: number; hours: number }): LatestSlot {
  return (corp, now) => {
    const digest = createHash('sha256').update(`${options.name}:${corp.corpId}`).digest();
    const minute = options.fromHour * 60 + (digest.readUInt32BE(0) % (options.hours * 60));
    // The day is the one of the clock set back by the minute of the slot.
    return dayIn(corp.timeZone, new Date(now.getTime() - minute * MINUTE));
  };
}

function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}
