import { type ErrorBody, errorMessage, type Locale } from '@guanxi/shared/errors';
import type { Context, Middleware, Next } from 'koa';
import { AppError } from './app-error.ts';

/** What the translator tells the log. */
interface ErrorLog {
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
      const appError = error instanceof AppError ? error : (translate(error) ?? asUnknown(error));
      report(log, ctx, appError, error);
      if (isNavigation(ctx) && appError.code !== 'server.unavailable') {
        ctx.redirect(problemPage(ctx, appError));
      } else {
        write(ctx, appError);
      }
    }
  };
}

function asUnknown(error: unknown): AppError {
  return new AppError('server.unknown', { cause: error });
}

function report(log: ErrorLog, ctx: Context, appError: AppError, error: unknown): void {
  const fields = {
    requestId: ctx.state.requestId,
    method: ctx.method,
    path: ctx.path,
    code: appError.code,
    ...(appError.details.errcode === undefined ? {} : { errcode: appError.details.errcode }),
  };
  if (appError.status >= 500) {
    log.error({ ...fields, err: appError.cause ?? error }, 'request failed');
  } else {
    log.info(fields, 'request refused');
  }
}

function write(ctx: Context, appError: AppError): void {
  const body: ErrorBody = {
    error: {
      code: appError.code,
      message: errorMessage(appError.code, localeOf(ctx)),
      ...appError.details,
      requestId: ctx.state.requestId,
    },
  };
  ctx.status = appError.status;
  ctx.set('cache-control', 'no-store');
  ctx.body = body;
}

/** The page of the H5 that explains an error; it needs no session. */
export const problemPath = '/problem';

/** A person's browser on its way to a page or through the sign-in, not a program. */
function isNavigation(ctx: Context): boolean {
  const isPage = !/^\/(api|wecom)\//.test(ctx.path) && ctx.path !== problemPath;
  return isPage && ctx.method === 'GET' && ctx.accepts('json', 'html') === 'html';
}

function problemPage(ctx: Context, { code, details }: AppError): string {
  const query = new URLSearchParams({ code, requestId: ctx.state.requestId });
  if (details.errcode !== undefined) {
    query.set('errcode', String(details.errcode));
  }
  return `${problemPath}?${query}`;
}

/** Chinese unless the browser prefers English. */
export function localeOf(ctx: Context): Locale {
  return ctx.acceptsLanguages('zh-CN', 'zh', 'en') === 'en' ? 'en' : 'zh-CN';
}
