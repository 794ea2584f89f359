import type { Route, RouteInput, RouteResponse } from '@guanxi/shared/contract';
import type { ErrorBody, ErrorCode } from '@guanxi/shared/errors';

/** A code of the server's table, or `network.offline` when no answer came at all. */
export type ApiErrorCode = ErrorCode | 'network.offline';

/** A request that failed, with what is needed to explain it. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;
  /** Reference number of the server's log line; null when the server was not reached. */
  readonly requestId: string | null;
  /** The platform's own code where it was the cause. */
  readonly errcode: number | null;

  constructor(
    code: ApiErrorCode,
    message: string,
    details: { status?: number; requestId?: string | null; errcode?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ApiError';
    this.code = code;
    this.status = details.status ?? 0;
    this.requestId = details.requestId ?? null;
    this.errcode = details.errcode ?? null;
  }
}

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** What a call may have beside its input. */
export interface CallOptions {
  /** Lets the request outlive the page; for saves on the way out. */
  keepalive?: boolean;
  signal?: AbortSignal;
}

/** The URL of a route with its parameters and query filled in. */
export function routeUrl(route: Pick<Route, 'path'>, input: LooseInput): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  const search = query.toString();
  return `/api${path}${search && `?${search}`}`;
}

/**
 * Calls a route of the contract. The only place in the page that talks to the server.
 *
 * @param route - a route value from `@guanxi/shared`
 * @param input - its params, query and body; empty parts may be left out
 */
export async function call<R extends Route>(
  route: R,
  input: RouteInput<R>,
  options: CallOptions = {},
): Promise<RouteResponse<R>> {
  const loose = input as LooseInput;
  const sendsBody = route.method !== 'GET' && route.method !== 'DELETE';
  const response = await reach(routeUrl(route, loose), {
    ...options,
    method: route.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang || 'zh-CN',
      ...(sendsBody && { 'content-type': route.upload ? 'application/octet-stream' : 'application/json' }),
    },
    ...(sendsBody && { body: route.upload ? (loose.body as BodyInit) : JSON.stringify(loose.body ?? {}) }),
  });
  if (!response.ok) throw await errorOf(response);
  return (await readJson(response)) as RouteResponse<R>;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new ApiError('network.offline', 'The server was not reached', { cause });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    const requestId = response.headers.get('x-request-id');
    throw new ApiError('server.unavailable', 'The answer is not JSON', {
      status: response.status,
      requestId,
      cause,
    });
  }
}

/** An answer that is not ours (a proxy's page, say) counts as the server being unavailable. */
async function errorOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id');
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  if (!body?.error) {
    return new ApiError('server.unavailable', response.statusText, { status: response.status, requestId });
  }
  return new ApiError(body.error.code, body.error.message, {
    status: response.status,
    requestId: body.error.requestId ?? requestId,
    errcode: body.error.errcode ?? null,
  });
}
