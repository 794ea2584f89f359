import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { AppError } from './app-error.ts';

/** The largest JSON body the API takes, in bytes. */
const jsonLimit = 64 * 1024;

/** The body's bytes. @throws AppError `request.too_large`, or `request.invalid` when it is cut off */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(request, { length: request.headers['content-length'] ?? null, limit });
  } catch (error) {
    const type = (error as { type?: string }).type;
    throw new AppError(type === 'entity.too.large' ? 'request.too_large' : 'request.invalid', {
      cause: error,
    });
  }
}

/** The JSON body; an absent one is an empty object. */
export async function readJsonBody(ctx: Context): Promise<unknown> {
  const text = (await readBody(ctx.req, jsonLimit)).toString('utf8');
  if (text === '') {
    return {};
  }
  if (ctx.is('application/json') !== 'application/json') {
    throw new AppError('request.invalid', {
      issues: [{ path: 'body', message: 'The content type must be application/json' }],
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('request.invalid', {
      cause: error,
      issues: [{ path: 'body', message: 'The body is not JSON' }],
    });
  }
}
