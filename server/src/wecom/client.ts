import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CorpAccess, TokenAccess } from './access.ts';
import { bindApi, type CorpApi } from './api/bind.ts';
import type { CallOptions, CorpCall } from './api/call.ts';
import type { Budget } from './budget/types.ts';
import { createCorpCall } from './corp-call.ts';
import type { CallReport } from './token-call.ts';
import type { TokenHolder } from './tokens/holder.ts';
import type { Transport } from './transport.ts';

/** One corp's side of the platform, as plain methods. */
export type CorpClient = CorpApi & {
  readonly access: CorpAccess;
  /**
   * The same client for one piece of work: its calls have this priority unless they say otherwise, and end with this
   * signal as well as with their own.
   */
  with(work: Pick<CallOptions, 'priority' | 'signal'>): CorpClient;
};

export type CorpClientOptions = {
  access: CorpAccess;
  transport: Transport;
  /** Keeps the JS-SDK tickets; may be the holder that keeps the access tokens. */
  tokens: TokenHolder;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Waits this many milliseconds; rejects when the signal aborts. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  /** From 0 up to, not including, 1: spreads the pauses between tries. */
  random?: () => number;
  /** A fresh nonce for each JS-SDK signature. */
  nonce?: () => string;
  /** Shares the platform's limits among all clients that are given the same one. */
  budget?: Budget | undefined;
  /** Told of every attempt; `createCallCounts().record` counts them. */
  onCall?: ((report: CallReport) => void) | undefined;
  oauthBaseUrl?: string | undefined;
};

/** Builds the client of one corp. */
export function createCorpClient(options: CorpClientOptions): CorpClient {
  const { access, transport, tokens } = options;
  const sleep = options.sleep ?? ((ms, signal) => pause(ms, undefined, signal ? { signal } : {}));
  const { budget, onCall, now } = options;
  const random = options.random ?? Math.random;
  const callBy = (token: TokenAccess) =>
    createCorpCall({ access: token, transport, sleep, random, budget, onCall, now });
  const clientBy = (call: CorpCall, contactCall: CorpCall): CorpClient => ({
    access,
    ...bindApi({
      access,
      call,
      contactCall,
      tokens,
      now: options.now ?? Date.now,
      nonce: options.nonce ?? (() => randomBytes(12).toString('hex')),
      oauthBaseUrl: options.oauthBaseUrl,
    }),
    with: (work) =>
      clientBy(
        (request, own) => call(request, withWork(work, own)),
        (request, own) => contactCall(request, withWork(work, own)),
      ),
  });
  return clientBy(
    callBy(access),
    access.customerContact === null ? refuseContactCall : callBy(access.customerContact),
  );
}

/** Whoever calls has not asked the capability `readsStrategyTags`. */
const refuseContactCall: CorpCall = ({ api }) =>
  Promise.reject(new Error(`${api} needs the secret of the customer-contact system app`));

function withWork(work: Pick<CallOptions, 'priority' | 'signal'>, own: CallOptions = {}): CallOptions {
  const signals = [work.signal, own.signal].filter((signal) => signal !== undefined);
  const [only, ...more] = signals;
  return {
    ...own,
    priority: own.priority ?? work.priority,
    signal: more.length === 0 ? only : AbortSignal.any(signals),
  };
}
