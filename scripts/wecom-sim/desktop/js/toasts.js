/** Short notes in the corner: what an act did, and which callbacks went out for it. */
import { read } from './api.js';
import { el, find, icon, refill } from './dom.js';
import { state } from './store.js';

const STAY_MS = 6000;
const WAIT_MS = 4000;
const LOOK_MS = 150;

/** Shown anew, the notes come to lie over a dialog that was opened since. @param {HTMLElement} note */
const put = (note) => {
  const host = find('#toasts');
  host.append(note);
  host.hidePopover();
  host.showPopover();
};

/**
 * @param {string} text
 * @param {{tone?: 'ok' | 'warn' | 'danger', detail?: string}} [more]
 */
export const toast = (text, { tone = 'ok', detail } = {}) => {
  const note = el('div', { testid: 'toast' });
  const draw = (/** @type {string} */ look, /** @type {string | undefined} */ more) => {
    note.className = `toast ${look}`;
    refill(
      note,
      icon(look === 'ok' ? 'check' : 'bang', 'i-s'),
      el('span', { class: 'grow' }, text, more && el('span', { class: 'detail' }, more)),
    );
  };
  draw(tone, detail);
  put(note);
  let leaving = setTimeout(() => note.remove(), STAY_MS);
  /** Says more about the same thing, and stays as long again. */
  const complete = (/** @type {string} */ look, /** @type {string} */ more) => {
    clearTimeout(leaving);
    leaving = setTimeout(() => note.remove(), STAY_MS);
    draw(look, more);
    if (!note.isConnected) put(note);
  };
  return { complete };
};

const nodeOf = (/** @type {string} */ xml, /** @type {string} */ name) =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]*)`).exec(xml)?.[1];

/** @param {any} push @returns {[tone: 'ok' | 'warn' | 'danger', words: string]} */
const outcomeOf = ({ plaintext, outcome, status, sends }) => {
  const kind = nodeOf(plaintext, 'Event');
  const change = nodeOf(plaintext, 'ChangeType') ?? kind ?? '事件';
  const name = kind === 'change_external_tag' ? `${kind} ${change}` : change;
  const times = sends > 1 ? `，发了 ${sends} 次` : '';
  switch (outcome) {
    case 'delivered':
      return ['ok', `已推送回调 ${name}${times}`];
    case 'dropped':
      return ['warn', `回调 ${name} 按设定丢弃了`];
    case 'given-up':
      return ['danger', `回调 ${name} 没有送达${times}：${status ? `应用答复 ${status}` : '应用没有答复'}`];
    default:
      return ['warn', `回调 ${name} 还没有送出，或应用还没有答复`];
  }
};

const keyOf = (/** @type {any} */ push) => `${push.at}\n${push.plaintext}`;

/** @param {any[]} before @param {any[]} after those that came since */
const since = (before, after) => {
  const last = before.at(-1);
  if (!last) return after;
  const at = after.findLastIndex((push) => keyOf(push) === keyOf(last));
  return after.slice(at + 1);
};

/** Waits a moment for the outcome of the pushes an act caused, and tells it. */
const follow = async (/** @type {any[]} */ before, /** @type {ReturnType<typeof toast>} */ note) => {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const { pushes } = await read('pushes');
    const fresh = since(before, pushes);
    const isSettled = fresh.length > 0 && fresh.every((push) => push.outcome !== 'waiting');
    if (!isSettled && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      continue;
    }
    if (fresh.length === 0) return note.complete('warn', '平台没有推送回调');
    const outcomes = fresh.map(outcomeOf);
    const tone = outcomes.find(([look]) => look !== 'ok')?.[0] ?? 'ok';
    return note.complete(tone, [...new Set(outcomes.map(([, words]) => words))].join('；'));
  }
};

/**
 * Does something in the simulated world that the platform announces, then tells what was pushed.
 * @template T
 * @param {string} done what to say of it
 * @param {() => Promise<T>} act
 * @returns {Promise<T | undefined>} undefined when the simulator refused
 */
export const announced = async (done, act) => {
  try {
    const { pushes } = await read('pushes');
    const result = await act();
    const isPushed = state.company?.apps.some(
      (/** @type {any} */ app) => app.callback_url || app.kind === 'suite',
    );
    const note = toast(done, isPushed ? {} : { tone: 'warn', detail: '没有设置回调地址，没有推送' });
    if (isPushed) follow(pushes, note).catch(() => {});
    return result;
  } catch (error) {
    toast('没有办成', { tone: 'danger', detail: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
};
