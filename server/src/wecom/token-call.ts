import type { CallOptions, CorpCall, CorpRequest } from './api/call.ts';
import { outcomeOf } from './budget/outcome.ts';
import type { Budget, CallPriority } from './budget/types.ts';
import { orAborted } from './deadline.ts';
import { WecomError, WecomHeldBack, WecomUnavailable, WecomWaitingForTicket } from './errors.ts';
import type { Transport } from './transport.ts';

/** How long one try may take, unless the caller says otherwise, in milliseconds. */
const TRY_DEADLINE_MS: Readonly<Record<CallPriority, number>> = {
  interactive: 5_000,
  normal: 10_000,
  sync: 30_000,
};
/** How long a person waits at most for a call with all its tries, in milliseconds. */
const PATIENCE_MS = 10_000;
const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 200;

/** A token by which calls are made, whosever it is. */
export type TokenSource = {
  /** Name of the query parameter that carries it. */
  parameter: 'access_token' | 'suite_access_token' | 'provider_access_token';
  get(): Promise<string>;
  /** Forgets exactly this token, after the platform called it invalid. */
  invalidate(token: string): Promise<void>;
};

/** One finished attempt, for counters; nothing in it is secret. */
export type CallReport = {
  /** Whose calls these are: the budget's key of an installation, a suite or a provider. */
  corp: string;
  api: string;
  priority: CallPriority;
  /** `ok`, a reaction, `unavailable_REASON`, `held_back_REASON`, or `waiting_for_ticket`. */
  outcome: string;
  /** Null when no answer of the platform came. */
  errcode: number | null;
  /** From the caller's wish to the outcome, in milliseconds. */
  durationMs: number;
};

export type TokenCallOptions = {
  token: TokenSource;
  transport: Transport;
  sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  random: () => number;
  /** Names the caller in budget and reports. */
  corp: string;
  budget?: Budget | undefined;
  /** False where a refusal may speak of one corp among many; see `BudgetRequest.circuit`. */
  circuit?: boolean | undefined;
  onCall?: ((report: CallReport) => void) | undefined;
  /** Milliseconds since the epoch; used to measure. */
  now?: (() => number) | undefined;
};

/**
 * Runs calls with a token. A void token is replaced once; busy answers, conflicts and cut connections
 * are tried again up to three times where the caller allows it; everything else is thrown.
 * Each attempt waits for its turn in the budget, when there is one, and has a deadline by its priority; a person's
 * call has one for all its attempts together.
 */
export function createTokenCall(options: TokenCallOptions): CorpCall {
  const { token: source, transport, sleep, random, corp, budget, onCall, now = Date.now } = options;

  async function send(request: CorpRequest, call: CallOptions, token: string) {
    const { signal, priority = 'normal', timeoutMs = TRY_DEADLINE_MS[priority] } = call;
    return transport.request({ ...request, timeoutMs, signal, secretQuery: { [source.parameter]: token } });
  }

  async function withToken(request: CorpRequest, call: CallOptions) {
    // The token is for many callers: one who gives up leaves without ending its fetch.
    const nextToken = () => orAborted(request.api, source.get(), call.signal);
    const token = await nextToken();
    try {
      return await send(request, call, token);
    } catch (error) {
      if (!isVoidToken(error)) throw error;
      await source.invalidate(token);
      return send(request, call, await nextToken());
    }
  }

  async function inTurn(request: CorpRequest, call: CallOptions) {
    const { priority, signal } = call;
    const permit = await budget?.acquire({
      corp,
      api: request.api,
      priority,
      signal,
      circuit: options.circuit,
    });
    try {
      const answer = await withToken(request, call);
      permit?.done({ kind: 'ok' });
      return answer;
    } catch (error) {
      permit?.done(outcomeOf(error));
      throw error;
    }
  }

  async function reported(request: CorpRequest, call: CallOptions) {
    const started = now();
    const report = (outcome: string, errcode: number | null) =>
      onCall?.({
        corp,
        api: request.api,
        priority: call.priority ?? 'normal',
        outcome,
        errcode,
        durationMs: now() - started,
      });
    try {
      const answer = await inTurn(request, call);
      report('ok', 0);
      return answer;
    } catch (error) {
      report(outcomeNameOf(error), error instanceof WecomError ? error.errcode : null);
      throw error;
    }
  }

  return async function call(request, callOptions = {}) {
    const retries = callOptions.retry === 'none' ? 0 : MAX_RETRIES;
    const options = patient(callOptions);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await reported(request, options);
      } catch (error) {
        if (attempt >= retries || !isTransient(error)) throw error;
        // A pause that the caller cuts short ends with the failure that led to it.
        await sleep(pauseMs(attempt, random()), options.signal).catch(() => Promise.reject(error));
      }
    }
  };
}

/** A call somebody waits for, with the end of that somebody's patience. */
function patient(call: CallOptions): CallOptions {
  if (call.priority !== 'interactive') return call;
  const end = AbortSignal.timeout(PATIENCE_MS);
  return { ...call, signal: call.signal ? AbortSignal.any([call.signal, end]) : end };
}

function outcomeNameOf(error: unknown): string {
  if (error instanceof WecomError) return error.reaction;
  if (error instanceof WecomHeldBack) return `held_back_${error.reason}`;
  if (error instanceof WecomWaitingForTicket) return 'waiting_for_ticket';
  return `unavailable_${error instanceof WecomUnavailable ? error.reason : 'aborted'}`;
}

function isVoidToken(error: unknown): boolean {
  return error instanceof WecomError && error.reaction === 'refreshToken';
}

function isTransient(error: unknown): boolean {
  if (error instanceof WecomError) return error.reaction === 'retry';
  return error instanceof WecomUnavailable && error.transient;
}

/** 200, 400, 800 ms, each spread from half to one and a half times. */
function pauseMs(attempt: number, random: number): number {
  return Math.round(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + random));
}
