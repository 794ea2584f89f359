import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from './app-error.ts';
import { readBody } from './body.ts';
import { asAppError, type ErrorLog, errorBody, reportError, type TranslateError } from './error-handler.ts';
import { newRequestId } from './request-id.ts';

/** What the platform sends. */
export interface PlatformRequest {
  /** The `:name` parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly queryString: string;
  /** Empty for a GET. */
  readonly body: Buffer;
}

/** An address the platform calls. It speaks the platform's form, not the contract's: the answer is plain text. */
export interface PlatformRoute<Server> {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  /** The answer's text. Whatever it throws becomes an error answer. */
  handle(server: Server, request: PlatformRequest): string | Promise<string>;
}

/** A request that was answered. */
export interface PlatformAnswer {
  /** The path as it stands in the list of routes. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

interface HandlerOptions {
  readonly log: ErrorLog;
  readonly translate: TranslateError;
  /** The largest body taken, in bytes. */
  readonly bodyLimit: number;
  /** Told of every answer. */
  readonly onAnswer?: (answer: PlatformAnswer) => void;
}

/** Answers when the address is one of the routes'; otherwise says false and touches nothing. */
export type PlatformHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Found<Server> {
  readonly path: string;
  readonly params: Record<string, string>;
  readonly methods: ReadonlyMap<string, PlatformRoute<Server>['handle']>;
}

/**
 * Serves the platform's addresses without the web framework, which would take longer than verifying,
 * decrypting and keeping an event together: callbacks come in bursts, and none of what pages need is for them.
 */
export function createPlatformHandler<Server>(
  server: Server,
  routes: readonly PlatformRoute<Server>[],
  options: HandlerOptions,
): PlatformHandler {
  const find = createFinder(routes);

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    found: Found<Server>,
    queryString: string,
  ): Promise<void> {
    const started = performance.now();
    try {
      const handle = found.methods.get(request.method ?? '');
      if (handle === undefined) {
        throw new AppError('request.method_not_allowed');
      }
      const body = request.method === 'POST' ? await readBody(request, options.bodyLimit) : nothing;
      writeText(response, await handle(server, { params: found.params, queryString, body }));
    } catch (error) {
      refuse(request, response, error);
    }
    options.onAnswer?.({
      route: found.path,
      method: request.method ?? '',
      status: response.statusCode,
      durationMs: performance.now() - started,
    });
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const appError = asAppError(error, options.translate);
    const requestId = newRequestId();
    const [path = ''] = (request.url ?? '').split('?', 1);
    reportError(options.log, { requestId, method: request.method ?? '', path }, appError);
    const text = JSON.stringify(errorBody(appError, requestId, 'en'));
    response.writeHead(appError.status, {
      ...headers(text, 'application/json; charset=utf-8'),
      'x-request-id': requestId,
      // What was not read of a body that is too large must not be taken for the next request.
      ...(request.complete ? {} : { connection: 'close' }),
    });
    response.end(text);
  }

  return (request, response) => {
    const url = request.url ?? '';
    const mark = url.indexOf('?');
    const found = find(mark < 0 ? url : url.slice(0, mark));
    if (found === null) {
      return false;
    }
    void answer(request, response, found, mark < 0 ? '' : url.slice(mark + 1));
    return true;
  };
}

const nothing = Buffer.alloc(0);

function writeText(response: ServerResponse, text: string): void {
  response.writeHead(200, headers(text, 'text/plain; charset=utf-8'));
  response.end(text);
}

function headers(text: string, type: string): Record<string, string | number> {
  return {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** Finds the routes of a path by its parts; there are a handful. */
function createFinder<Server>(routes: readonly PlatformRoute<Server>[]) {
  const shapes = new Map<
    string,
    { parts: readonly string[]; methods: Map<string, PlatformRoute<Server>['handle']> }
  >();
  for (const { path, method, handle } of routes) {
    const shape = shapes.get(path) ?? { parts: path.split('/'), methods: new Map() };
    shapes.set(path, shape);
    shape.methods.set(method, handle);
  }
  return (path: string): Found<Server> | null => {
    const given = path.split('/');
    for (const [shapePath, { parts, methods }] of shapes) {
      const params = matchParts(parts, given);
      if (params !== null) {
        return { path: shapePath, params, methods };
      }
    }
    return null;
  };
}

function matchParts(parts: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (parts.length !== given.length) {
    return null;
  }
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') {
      params[part.slice(1)] = unescaped(value);
    } else if (part !== value) {
      return null;
    }
  }
  return params;
}

function unescaped(text: string): string {
  if (!text.includes('%')) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
