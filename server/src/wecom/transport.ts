import { readAnswer } from './answer.ts';
import { WecomError, WecomUnavailable } from './errors.ts';
import { multipartOf, type Upload } from './multipart.ts';

/** One call of the platform, before it is sent. */
export type TransportRequest = {
  /** Path below `/cgi-bin/`, for example `externalcontact/get`. */
  api: string;
  method: 'GET' | 'POST';
  query?: Readonly<Record<string, string | undefined>>;
  /** Tokens and secrets of the query: sent, but never logged and never part of an error. */
  secretQuery?: Readonly<Record<string, string>>;
  /** Secrets inside the body: blotted out should the platform's text repeat them. */
  secrets?: readonly string[];
  /** Sent as JSON with POST. */
  body?: unknown;
  /** Sent as a form with POST, instead of `body`. */
  upload?: Upload | undefined;
  /** Milliseconds until the call is given up, body included. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** One line about a finished call, without anything secret. */
export type TransportLogEntry = {
  api: string;
  method: 'GET' | 'POST';
  durationMs: number;
  /** 0 when it succeeded, null when no answer of the platform came. */
  errcode: number | null;
  failure: string | null;
};

export type Transport = {
  /**
   * Sends a call and returns the fields of a successful answer (`errcode` 0 or absent).
   * @throws {WecomError} the platform refused
   * @throws {WecomUnavailable} no usable answer in time
   */
  request(request: TransportRequest): Promise<Record<string, unknown>>;
  /** How far the platform's clock was ahead of ours at the last answer, in milliseconds; null before the first. */
  skewMs(): number | null;
};

export type TransportOptions = {
  /** Where the platform is, with or without a trailing `/cgi-bin`. */
  baseUrl?: string;
  fetch?: typeof globalThis.fetch;
  /** Milliseconds since the epoch; used to measure. */
  now?: () => number;
  /** Deadline of each call in milliseconds, when the call names none. */
  timeoutMs?: number;
  log?: (entry: TransportLogEntry) => void;
};

export const DEFAULT_API_BASE_URL = 'https://qyapi.weixin.qq.com';
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * The one place that speaks HTTP to the platform.
 * @see https://developer.work.weixin.qq.com/document/path/91201 calling conventions
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const root = apiRoot(options.baseUrl ?? DEFAULT_API_BASE_URL);
  const send = options.fetch ?? globalThis.fetch;
  const now = options.now ?? Date.now;

  let skewMs: number | null = null;

  async function exchange(request: TransportRequest): Promise<Record<string, unknown>> {
    const timeout = AbortSignal.timeout(request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
    let status: number;
    let text: string;
    try {
      // A redirect would carry the token to another place: not followed.
      const response = await send(urlOf(root, request), {
        ...payloadOf(request),
        signal,
        redirect: 'manual',
      });
      status = response.status;
      skewMs = skewOf(response.headers.get('date'), now());
      text = await response.text();
    } catch (error) {
      throw unreachable(request, error, timeout);
    }
    const secrets = [...Object.values(request.secretQuery ?? {}), ...(request.secrets ?? [])];
    return readAnswer(request.api, status, text, secrets);
  }

  return {
    skewMs: () => skewMs,
    async request(request) {
      const started = performance.now();
      const report = (errcode: number | null, failure: string | null) =>
        options.log?.({
          api: request.api,
          method: request.method,
          durationMs: performance.now() - started,
          errcode,
          failure,
        });
      try {
        const answer = await exchange(request);
        report(0, null);
        return answer;
      } catch (error) {
        if (error instanceof WecomError) report(error.errcode, error.errmsg);
        else report(null, error instanceof WecomUnavailable ? error.reason : 'unknown');
        throw error;
      }
    },
  };
}

/** The header tells whole seconds, so half a second is the fairest reading of it. */
function skewOf(date: string | null, nowMs: number): number | null {
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) ? null : theirs + 500 - nowMs;
}

function apiRoot(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, '').replace(/\/cgi-bin$/, '')}/cgi-bin/`;
}

function urlOf(root: string, request: TransportRequest): string {
  const url = new URL(root + request.api);
  for (const [name, value] of Object.entries({ ...request.secretQuery, ...request.query })) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

function payloadOf(request: TransportRequest): RequestInit {
  if (request.method === 'GET') return { method: 'GET' };
  if (request.upload) return { method: 'POST', ...multipartOf(request.upload) };
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(request.body ?? {}),
  };
}

/** The failure's code is kept; the failure itself is not, since it may hold the address with the token. */
function unreachable(request: TransportRequest, error: unknown, timeout: AbortSignal): WecomUnavailable {
  const { api } = request;
  if (timeout.aborted) return new WecomUnavailable({ api, reason: 'timeout' });
  if (request.signal?.aborted) return new WecomUnavailable({ api, reason: 'aborted' });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
  return new WecomUnavailable({ api, reason: 'network', note: `network: ${code}` });
}
