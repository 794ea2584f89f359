import { WecomError, WecomUnavailable } from './errors.ts';

/**
 * The fields of a successful answer.
 * @param secrets blotted out of the platform's text, should it repeat them
 * @throws {WecomError} `errcode` is there and not 0
 * @throws {WecomUnavailable} not an answer of the platform
 * @see https://developer.work.weixin.qq.com/document/path/91201
 */
export function readAnswer(
  api: string,
  status: number,
  body: string,
  secrets: readonly string[],
): Record<string, unknown> {
  if (status !== 200) {
    throw new WecomUnavailable({ api, reason: 'http_status', status, note: `HTTP status ${status}` });
  }
  const answer = parseObject(body);
  if (!answer) throw new WecomUnavailable({ api, reason: 'not_json', status });
  // Some calls leave errcode out when they succeed.
  const errcode = Number(answer.errcode ?? 0);
  if (errcode === 0) return answer;
  if (!Number.isInteger(errcode)) throw new WecomUnavailable({ api, reason: 'unexpected_shape', status });
  throw new WecomError({ api, errcode, errmsg: String(answer.errmsg ?? ''), secrets });
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
