import type { CorpAccess } from './access.ts';
import type { CallOptions, CorpCall, CorpRequest } from './api/call.ts';
import { WecomError, WecomUnavailable } from './errors.ts';
import type { Transport } from './transport.ts';

const MAX_RETRIES = 3;
const FIRST_PAUSE_MS = 200;

export type CorpCallOptions = {
  access: CorpAccess;
  transport: Transport;
  sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  random: () => number;
};

/**
 * Runs calls with a corp's token. A void token is replaced once; busy answers, conflicts and cut connections
 * are tried again up to three times where the caller allows it; everything else is thrown.
 */
export function createCorpCall({ access, transport, sleep, random }: CorpCallOptions): CorpCall {
  async function send(request: CorpRequest, options: CallOptions, token: string) {
    const { signal, timeoutMs } = options;
    const deadline = timeoutMs === undefined ? {} : { timeoutMs };
    return transport.request({ ...request, ...deadline, signal, secretQuery: { access_token: token } });
  }

  async function withToken(request: CorpRequest, options: CallOptions) {
    const token = await access.accessToken();
    try {
      return await send(request, options, token);
    } catch (error) {
      if (!isVoidToken(error)) throw error;
      await access.invalidate(token);
      return send(request, options, await access.accessToken());
    }
  }

  return async function call(request, options = {}) {
    const retries = options.retry === 'none' ? 0 : MAX_RETRIES;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await withToken(request, options);
      } catch (error) {
        if (attempt >= retries || !isTransient(error)) throw error;
        // A pause that the caller cuts short ends with the failure that led to it.
        await sleep(pauseMs(attempt, random()), options.signal).catch(() => Promise.reject(error));
      }
    }
  };
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
