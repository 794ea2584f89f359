import { type Logger as PinoLogger, pino } from 'pino';

/** The structured log: one JSON line an event. */
export type Logger = PinoLogger;

/** Fields that are blanked wherever they turn up, in case a caller passes a whole object. */
const secretPaths = [
  'secret',
  'token',
  'ticket',
  'authorization',
  'cookie',
  'access_token',
  'accessToken',
  'encodingAesKey',
  'welcomeCode',
  'plaintext',
  'mobile',
].flatMap((name) => [name, `*.${name}`]);

/**
 * @param level - debug, info, warn, error or silent
 * @param destination - where lines go; standard output by default
 */
export function createLogger(level: string, destination?: NodeJS.WritableStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: '[hidden]' },
    serializers: { err: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What of an error may be logged: never request bodies or the URL of a platform call. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return { message: String(error) };
  }
  const { errcode, api } = error as { errcode?: unknown; api?: unknown };
  return {
    type: error.name,
    message: withoutQueryValues(error.message),
    ...(errcode === undefined ? {} : { errcode }),
    ...(api === undefined ? {} : { api }),
    stack: withoutQueryValues(error.stack ?? ''),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** Statements carry values as placeholders, but a driver may quote one in its message. */
function withoutQueryValues(text: string): string {
  return text.replace(/(access_token|corpsecret|code|msg_signature)=[^&\s"']+/g, '$1=[hidden]');
}
