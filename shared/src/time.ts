import { z } from 'zod';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The time zone a company's calendar days are cut in unless it chose another. */
export const defaultTimeZone = 'Asia/Shanghai';

/** An instant on the wire: ISO 8601 in UTC, such as `2026-11-22T01:30:00.000Z`. */
export const Instant = z.iso.datetime();
export type Instant = z.output<typeof Instant>;
