/** The simulator's control API. */
import { set } from './store.js';

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

/** @param {string} name @param {Record<string, string | number>} [query] */
export const read = (name, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  return call(asked.size > 0 ? `${name}?${asked}` : name);
};

/** @param {string} name @param {object} body */
export const write = (name, body) =>
  call(name, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
