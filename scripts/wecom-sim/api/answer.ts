import type { ApiWorld, Endpoint } from './endpoint.ts';
import type { ApiError } from './errors.ts';

export type Answer = Record<string, unknown> & { errcode: number; errmsg: string };

export const WRONG_JSON = 'Warning: wrong json format. ';

const hintOf = (clock: ApiWorld['clock']) =>
  `${clock.seconds()}_${Math.floor(Math.random() * 99)}_${Math.random().toString(16).slice(2, 18).padEnd(32, '0')}`;

/** The body of a refusal (developer.work.weixin.qq.com/document/path/90313). */
export const refusal = (sim: ApiWorld, endpoint: Endpoint, error: ApiError, ip: string): Answer => ({
  errcode: error.errcode,
  errmsg:
    `${error.message}, hint: [${hintOf(sim.clock)}], from ip: ${ip}, ` +
    `more info at https://open.work.weixin.qq.com/devtool/query?e=${error.errcode}`,
  ...endpoint.empty,
});

/** The body of a call; what is no JSON object counts as empty. */
export const parseBody = (text: string): { body: Record<string, unknown>; isWrong: boolean } => {
  if (text.trim() === '') return { body: {}, isWrong: false };
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
      return { body: Object.fromEntries(Object.entries(body)), isWrong: false };
    }
  } catch {
    // The platform answers malformed JSON as if nothing had been sent, with a warning.
  }
  return { body: {}, isWrong: true };
};
