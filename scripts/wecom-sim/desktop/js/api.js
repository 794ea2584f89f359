/** The simulator's control API. */
import { set, state } from './store.js';

const BASE = '/sim/api/';

/** A refusal of the simulator, in its own words. */
export class SimRefusal extends Error {}

/** @param {string} path @param {RequestInit} [init] */
const call = async (path, init) => {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(BASE + path, init);
  } catch (error) {
    set({ isUnreachable: true });
    throw error;
  }
  set({ isUnreachable: false });
  const answer = await response.json().catch(() => ({ ok: false, error: `HTTP ${response.status}` }));
  // verify-jssdk answers with its verdict, which has no `error`.
  if (answer.ok === false && answer.error !== undefined) throw new SimRefusal(answer.error);
  return answer;
};

/**
 * Reads something of the corp that the page shows, unless the query names another.
 * @param {string} name @param {Record<string, string | number | string[]>} [query]
 */
export const read = (name, query = {}) => {
  const all = { ...(state.corp && { corp: state.corp }), ...query };
  const pairs = Object.entries(all).flatMap(([key, value]) =>
    [value].flat().map((one) => [key, String(one)]),
  );
  const asked = new URLSearchParams(pairs);
  return call(asked.size > 0 ? `${name}?${asked}` : name);
};

/** Does something in that corp. @param {string} name @param {object} body */
export const write = (name, body) =>
  call(name, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...(state.corp && { corp: state.corp }), ...body }),
  });
