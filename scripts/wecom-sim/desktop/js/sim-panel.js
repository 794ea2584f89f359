/** Bends the simulated world: its clock, the platform's API, the pushes. */
import { read, write } from './api.js';
import { el, refill } from './dom.js';
import { isSendConfirmed, setSendConfirmed } from './send-confirm.js';
import { now, set, state } from './store.js';
import { toast } from './toasts.js';

const STEPS = [
  [60, '1 分钟'],
  [3600, '1 小时'],
  [86_400, '1 天'],
  [604_800, '7 天'],
];
const CODES = [
  [45009, '接口太频繁'],
  [45033, '并发超限'],
  [-1, '系统繁忙'],
];
const SLOW_MS = 3000;

const clockWords = () =>
  new Date(now() * 1000).toLocaleString('zh-CN', { dateStyle: 'long', timeStyle: 'short' });

const button = (
  /** @type {string} */ words,
  /** @type {() => void} */ onclick,
  /** @type {string} */ testid,
) => el('button', { type: 'button', class: 'chip', testid, onclick }, words);

const group = (/** @type {string} */ label, /** @type {any[]} */ ...parts) =>
  el('section', {}, el('h3', {}, label), ...parts);

const apiWords = (/** @type {any} */ fault) => {
  const what =
    fault.kind === 'errcode' ? `失败 ${fault.errcode}` : `${fault.kind}${fault.ms ? ` ${fault.ms} ms` : ''}`;
  return `接口${what}${fault.left === null ? '' : `，还有 ${fault.left} 次`}`;
};

/** What is broken now, in words. @param {any} faults */
const active = ({ api, latency_ms: latency, push }) =>
  [
    ...api.map(apiWords),
    latency > 0 && `接口都慢 ${latency / 1000} 秒`,
    push.dropNext > 0 && `丢弃接下来 ${push.dropNext} 次回调`,
    push.duplicateNext > 0 && `接下来 ${push.duplicateNext} 次回调各发两遍`,
    push.reorderNext > 0 && `接下来 ${push.reorderNext} 次回调倒着发`,
    push.hold && '回调都先留着',
  ].filter(Boolean);

const refused = (/** @type {unknown} */ error) =>
  toast('没有办成', { tone: 'danger', detail: error instanceof Error ? error.message : '' });

const sendSwitch = () => {
  const box = el('input', { type: 'checkbox', checked: isSendConfirmed(), testid: 'confirm-send-switch' });
  box.addEventListener('change', () => setSendConfirmed(box.checked));
  return el('label', { class: 'check' }, box, el('span', {}, '侧边栏往聊天里发消息前先问我'));
};

/** The content of the popover, drawn anew each time. */
export const simPanel = () => {
  const time = el('b', { class: 'time' });
  const status = el('div', { class: 'status', testid: 'faults-status' });
  /** @type {any} */
  let faults = { api: [], latency_ms: 0, push: {} };

  const drawFaults = () => {
    const words = active(faults);
    refill(
      status,
      words.length === 0 && el('p', { class: 'calm' }, '一切正常'),
      words.map((/** @type {string} */ text) => el('p', { class: 'warn' }, text)),
      words.length > 0 &&
        button('全部恢复正常', () => change({ clear: true, push: { hold: false } }), 'faults-clear'),
    );
  };
  const change = (/** @type {object} */ body) =>
    write('faults', body).then((answer) => {
      faults = answer;
      drawFaults();
    }, refused);
  const advance = (/** @type {number} */ seconds) =>
    write('clock', { advanceSeconds: seconds }).then((answer) => {
      // The times in the list are said anew: yesterday is another day.
      set({ clockAhead: answer.now - Math.floor(Date.now() / 1000), chats: state.chats && [...state.chats] });
      time.textContent = clockWords();
    }, refused);

  time.textContent = clockWords();
  drawFaults();
  read('faults').then((answer) => {
    faults = answer;
    drawFaults();
  }, refused);

  const fail = (/** @type {number} */ errcode) => ({
    add: [{ path: '*', kind: 'errcode', errcode, times: 3 }],
  });
  return [
    group(
      '时间，可以快进',
      time,
      el(
        'div',
        { class: 'chips' },
        STEPS.map(([s, words]) => button(words, () => advance(s), `advance-${s}`)),
      ),
      el('p', { class: 'aside' }, '超过 2 小时，应用缓存的凭据和签名票据就过期了'),
    ),
    group(
      '接下来 3 次接口调用失败',
      el(
        'div',
        { class: 'chips' },
        CODES.map(([code, words]) => button(`${code} ${words}`, () => change(fail(code)), `fault-${code}`)),
      ),
    ),
    group(
      '接口快慢',
      el('div', { class: 'chips' }, [
        button('都慢 3 秒', () => change({ latency_ms: SLOW_MS }), 'fault-slow'),
        button('不慢', () => change({ latency_ms: 0 }), 'fault-fast'),
      ]),
    ),
    group(
      '接下来的回调',
      el('div', { class: 'chips' }, [
        button('丢弃 1 次', () => change({ push: { dropNext: 1 } }), 'push-drop'),
        button('发两遍', () => change({ push: { duplicateNext: 1 } }), 'push-duplicate'),
        button('先留着', () => change({ push: { hold: true } }), 'push-hold'),
        button('放行', () => change({ push: { hold: false } }), 'push-release'),
      ]),
    ),
    sendSwitch(),
    status,
  ];
};
