import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';

/** A kind of event that came and that nothing handles. What was in the events is not shown. */
export const UnhandledEvent = z.object({
  /** The event's type; for an unknown kind `unknown.` and the platform's own names. */
  type: z.string(),
  times: z.number().int(),
  firstAt: Instant,
  lastAt: Instant,
});
export type UnhandledEvent = z.output<typeof UnhandledEvent>;

/** Work that was given up after its last try. */
export const FailedJob = z.object({
  id: z.number().int(),
  /** What it was, such as `inbox` for callbacks or `push-tags`. */
  name: z.string(),
  /** What it was about, such as a member and a customer. */
  subject: z.string(),
  error: z.string().nullable(),
  askedAt: Instant,
  failedAt: Instant,
});
export type FailedJob = z.output<typeof FailedJob>;

export const FailedJobPage = z.object({
  items: z.array(FailedJob),
  total: z.number().int(),
  nextCursor: z.string().nullable(),
});
export type FailedJobPage = z.output<typeof FailedJobPage>;

export const listUnhandledEvents = defineRoute({
  method: 'GET',
  path: '/unhandled-events',
  summary: 'Kinds of platform events that came and that nothing handles',
  access: 'admin',
  response: z.object({ items: z.array(UnhandledEvent) }),
});

export const listFailedJobs = defineRoute({
  method: 'GET',
  path: '/failed-jobs',
  summary: 'Work that was given up, newest first',
  access: 'admin',
  query: z.object({
    cursor: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: FailedJobPage,
});

export const replayFailedJob = defineRoute({
  method: 'POST',
  path: '/failed-jobs/:id/replay',
  summary: 'Try work again that was given up',
  access: 'admin',
  params: z.object({ id: z.coerce.number().int().positive() }),
  response: z.object({}),
  errors: ['job.not_failed'],
});

export const replayAllFailedJobs = defineRoute({
  method: 'POST',
  path: '/failed-jobs/replay',
  summary: 'Try everything again that was given up',
  access: 'admin',
  response: z.object({ replayed: z.number().int() }),
});
