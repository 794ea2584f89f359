import { type ErrorBody, errorMessage, type Locale } from '@guanxi/shared/errors';
import type { Context, Middleware, Next } from 'koa';
import { AppError } from './app-error.ts';

/** What the translator tells the log. */
export interface ErrorLog {
  info(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Turns an error of another library into an `AppError`; null when it does not know it. */
export type TranslateError = (error: unknown) => AppError | null;

/**
 * The only place where an error becomes an answer. Expected errors are logged at info, unknown ones
 * at error, each once; an unknown one tells the caller nothing but its reference number.
 *
 * @param translate - knows the platform client's errors, which this folder may not import
 */
export function errorHandler(log: ErrorLog, translate: TranslateError): Middleware {
  return async (ctx: Context, next: Next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        throw new AppError('request.not_found');
      }
    } catch (error) {
      const appError = asAppError(error, translate);
      reportError(log, { requestId: ctx.state.requestId, method: ctx.method, path: ctx.path }, appError);
      if (isNavigation(ctx) && appError.code !== 'server.unavailable') {
        ctx.redirect(problemPage(ctx, appError));
      } else {
        write(ctx, appError);
      }
    }
  };
}

/** The error a caller is told of; one nobody knows becomes `server.unknown`. */
export function asAppError(error: unknown, translate: TranslateError): AppError {
  return error instanceof AppError
    ? error
    : (translate(error) ?? new AppError('server.unknown', { cause: error }));
}

/** Which request failed, for the log. */
interface FailedRequest {
  readonly requestId: string;
  readonly method: string;
  /** Without the query, which may hold codes. */
  readonly path: string;
}

/** Logs a failure once: our own faults as errors, refusals as information. */
export function reportError(log: ErrorLog, request: FailedRequest, appError: AppError): void {
  const fields = {
    ...request,
    code: appError.code,
    ...(appError.details.errcode === undefined ? {} : { errcode: appError.details.errcode }),
  };
  if (appError.status >= 500) {
    log.error({ ...fields, err: appError.cause ?? appError }, 'request failed');
  } else {
    log.info(fields, 'request refused');
  }
}

function write(ctx: Context, appError: AppError): void {
  ctx.status = appError.status;
  ctx.set('cache-control', 'no-store');
  const { retryAfterSeconds } = appError.details;
  if (retryAfterSeconds !== undefined) {
    ctx.set('retry-after', String(retryAfterSeconds));
  }
  ctx.body = errorBody(appError, ctx.state.requestId, localeOf(ctx));
}

/** What an error answer says. */
export function errorBody(appError: AppError, requestId: string, locale: Locale): ErrorBody {
  const { code, details } = appError;
  return { error: { code, message: errorMessage(code, locale), ...details, requestId } };
}

/** The page of the H5 that explains an error; it needs no session. */
export const problemPath = '/problem';

/** A person's browser on its way to a page or through the sign-in, not a program. */
function isNavigation(ctx: Context): boolean {
  const isPage = !/^\/(api|wecom)\//.test(ctx.path) && ctx.path !== problemPath;
  return isPage && ctx.method === 'GET' && ctx.accepts('json', 'html') === 'html';
}

/** `ctx.state.returnTo` is where the person was going: a path of ours, for trying again. */
function problemPage(ctx: Context, { code, details }: AppError): string {
  const query = new URLSearchParams({ code, requestId: ctx.state.requestId });
  if (details.errcode !== undefined) {
    query.set('errcode', String(details.errcode));
  }
  if (typeof ctx.state.returnTo === 'string') {
    query.set('return', ctx.state.returnTo);
  }
  return `${problemPath}?${query}`;
}

/** Chinese unless the browser prefers English. */
export function localeOf(ctx: Context): Locale {
  return ctx.acceptsLanguages('zh-CN', 'zh', 'en') === 'en' ? 'en' : 'zh-CN';
}
