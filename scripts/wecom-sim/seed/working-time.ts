import type { Random } from '../random.ts';

export const DAY = 86_400;
const SHANGHAI = 8 * 3600;

/** A moment of a working day (9:00-18:00 in Shanghai) so many days before `now`, never in the future. */
export const workingTime = (random: Random, now: number, daysAgo: number): number => {
  const midnight = Math.floor((now + SHANGHAI) / DAY) * DAY - SHANGHAI - daysAgo * DAY;
  const at = midnight + 9 * 3600 + random.int(9 * 3600);
  return at < now - 3600 ? at : at - DAY;
};
