import type { z } from 'zod';
import type { Db } from '../db/data-source.ts';

/** How urgent a job is. Each worker takes the most urgent one; some workers take nothing less. */
export const lanes = {
  /** Welcome codes live 20 seconds. */
  welcome: 0,
  /** A person waits for it: a tag or remark on its way to the platform. */
  interactive: 1,
  /** Callbacks. */
  event: 2,
  /** Full syncs and other bulk work. */
  bulk: 3,
} as const;
export type Lane = (typeof lanes)[keyof typeof lanes];

/** What a running job knows about itself. */
export interface JobRun {
  readonly id: number;
  readonly corpId: number;
  readonly name: string;
  readonly key: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Fires when the server stops or the lease is lost. */
  readonly signal: AbortSignal;
}

/**
 * What a run wants written. It is called inside the transaction that also finishes the job, so the
 * effect and its completion become true together, or neither does.
 */
export interface Effect {
  (db: Db): Promise<void>;
  /** What it consists of, when jobs can have it written together; see `together`. */
  readonly steps?: readonly EffectStep[];
}

/** A part of an effect, and what writes such parts of one company. */
export interface EffectStep {
  readonly write: (db: Db, parts: readonly unknown[]) => Promise<void>;
  readonly part: unknown;
}

/**
 * A kind of job. `run` does the slow part without a transaction and returns the effect. It may run
 * more than once for one request (at least once), so what it does outside must be repeatable.
 */
export interface JobDefinition<Context, Payload> {
  readonly name: string;
  readonly lane: Lane;
  readonly payload: z.ZodType<Payload>;
  readonly maxAttempts: number;
  run(ctx: Context, payload: Payload, job: JobRun): Promise<Effect | undefined>;
  /** What to write when the last try failed or retrying cannot help, in the job's own transaction. */
  onDead?(ctx: Context, payload: Payload, job: JobRun, error: unknown): Effect;
}

/** Checks a definition's parts against each other and returns it. */
export function defineJob<Context, Payload>(
  definition: JobDefinition<Context, Payload>,
): JobDefinition<Context, Payload> {
  return definition;
}

/** A definition whose payload type is forgotten, as a list holds it. */
// biome-ignore lint/suspicious/noExplicitAny: a list of definitions has no single payload type; each run parses its payload with the definition's own schema
export type AnyJobDefinition<Context> = JobDefinition<Context, any>;

/** Thrown by a run that knows when trying again makes sense. */
export class RetryAt extends Error {
  override readonly name = 'RetryAt';
  readonly at: Date;

  constructor(at: Date, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.at = at;
  }
}

/** Thrown by a run that knows that trying again cannot help. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
