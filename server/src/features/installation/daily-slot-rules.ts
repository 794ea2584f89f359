import { DAY, HOUR } from '@guanxi/shared/time';

/** Readings are spread over these hours of the night, in UTC+8, so that a thousand companies do not call at once. */
const firstHourMs = 2 * HOUR;
const spreadMs = 3 * HOUR;
const chinaMs = 8 * HOUR;

/** One day's reading of one installation. The key is the same on every node, so that it happens once. */
export interface DailySlot {
  readonly key: string;
  readonly runAt: Date;
}

/** The next daily slot of a corp after `now`. */
export function nextSlot(corpId: number, now: Date): DailySlot {
  // A step that shares no factor with the spread visits all of it before it comes round.
  const offsetMs = firstHourMs + ((corpId * 7_919_000) % spreadMs);
  const day = Math.floor((now.getTime() + chinaMs - offsetMs) / DAY) + 1;
  const runAt = new Date(day * DAY + offsetMs - chinaMs);
  return { key: `day:${new Date(day * DAY).toISOString().slice(0, 10)}`, runAt };
}
