import type { Clock } from '../clock.ts';

/** Frequency limits of one corp and one API (developer.work.weixin.qq.com/document/path/90312). */
export interface Limits {
  perMinute: number;
  perHour: number;
}

export const DOCUMENTED_LIMITS: Limits = { perMinute: 10_000, perHour: 150_000 };

interface Use {
  minute: number;
  hour: number;
  inMinute: number;
  inHour: number;
  blockedUntil: number;
}

/** Counts calls; `allow` is false from the moment a window is full until as long as that window has passed. */
export const createLimiter = (clock: Clock, limits: Limits) => {
  const uses = new Map<string, Use>();
  return {
    allow(key: string): boolean {
      const now = clock.seconds();
      const minute = Math.floor(now / 60);
      const hour = Math.floor(now / 3600);
      const use = uses.get(key) ?? { minute, hour, inMinute: 0, inHour: 0, blockedUntil: 0 };
      uses.set(key, use);
      if (use.minute !== minute) Object.assign(use, { minute, inMinute: 0 });
      if (use.hour !== hour) Object.assign(use, { hour, inHour: 0 });
      if (use.blockedUntil > now) return false;
      use.inMinute += 1;
      use.inHour += 1;
      if (use.inHour > limits.perHour) use.blockedUntil = now + 3600;
      else if (use.inMinute > limits.perMinute) use.blockedUntil = now + 60;
      return use.blockedUntil <= now;
    },
  };
};

/** How a day or an hour is told from the next: by the clock of China. */
export const DAY_OF_CHINA = (now: number): number => Math.floor((now + 8 * 3600) / 86_400);
export const HOUR = (now: number): number => Math.floor(now / 3600);

/** Counts how much of something was used in a period; `take` is false, and takes nothing, where it would be too much. */
export const createQuota = (periodOf: (now: number) => number) => {
  const uses = new Map<string, { period: number; used: number }>();
  return {
    take(key: string, now: number, amount: number, cap: number): boolean {
      const period = periodOf(now);
      const old = uses.get(key);
      const used = old?.period === period ? old.used : 0;
      if (used + amount > cap) return false;
      uses.set(key, { period, used: used + amount });
      return true;
    },
  };
};
