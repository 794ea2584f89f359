import { CallbackError } from './errors.ts';

/** The parameters the platform puts behind a callback address; missing ones are empty. */
export type CallbackQuery = {
  msgSignature: string;
  timestamp: string;
  nonce: string;
  /** Only when the address is being verified. */
  echostr?: string;
};

/**
 * Reads a raw query string, with or without its `?`.
 * A raw `+` stays a plus: echostr is base64, and form decoding would make it a space.
 * @throws {CallbackError} `bad_request`: an escape that is none, or a parameter given twice
 * @see https://developer.work.weixin.qq.com/document/path/91116
 */
export function readCallbackQuery(rawQueryString: string): CallbackQuery {
  const values = new Map<string, string>();
  for (const pair of rawQueryString.replace(/^\?/, '').split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = unescapePercent(pair.slice(0, equals));
    if (values.has(name)) throw new CallbackError('bad_request', 'a query parameter is given twice');
    values.set(name, unescapePercent(pair.slice(equals + 1)));
  }
  const echostr = values.get('echostr');
  return {
    msgSignature: values.get('msg_signature') ?? '',
    timestamp: values.get('timestamp') ?? '',
    nonce: values.get('nonce') ?? '',
    ...(echostr === undefined ? {} : { echostr }),
  };
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new CallbackError('bad_request', 'query escapes', { cause });
  }
}
