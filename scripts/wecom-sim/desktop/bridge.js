/**
 * The client bridge inside a page that the desktop page frames. A development server loads it before the page's
 * own scripts; it makes the page believe that it stands in a WeCom client. Outside a frame it does nothing.
 */
(() => {
  const script = document.currentScript;
  if (window.parent === window || !(script instanceof HTMLScriptElement)) return;

  const client = new URL(script.src).origin;
  const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const MEMBER_KEY = 'wecom-sim-member';

  /**
   * The frame's name says who holds the client, and whose page it is. One browser has one cookie jar, so a session
   * that another member or app left behind is ended first. Returns whether the page loads again.
   */
  const takeMember = () => {
    const member = /^wecom-member:(.+)$/.exec(window.name)?.[1];
    if (!member) return false;
    try {
      const before = localStorage.getItem(MEMBER_KEY);
      if (before === member) return false;
      localStorage.setItem(MEMBER_KEY, member);
      if (before === null) return false;
      const request = new XMLHttpRequest();
      // Synchronous on purpose: nothing of the page may run under the other member's session.
      request.open('DELETE', '/api/session', false);
      request.send();
    } catch {
      // Without storage there is nothing to compare; without the server the reload will say so.
      return false;
    }
    location.reload();
    return true;
  };

  const pretendClient = () => {
    const userAgent = `${navigator.userAgent} wxwork/4.1.36 MicroMessenger/7.0.1`;
    Object.defineProperty(navigator, 'userAgent', { configurable: true, get: () => userAgent });
  };

  /** @type {Map<number, (result: object) => void>} */
  const waiting = new Map();
  /** @type {Map<string, Set<(data: unknown) => void>>} */
  const listeners = new Map();
  let lastId = 0;

  /** What can be copied to another window: callbacks among the parameters are dropped. */
  const plain = (/** @type {unknown} */ params) => JSON.parse(JSON.stringify(params ?? {}));

  const WeixinJSBridge = {
    /**
     * Asks the client.
     * @param {string} name
     * @param {object} [params]
     * @param {(result: object) => void} [callback]
     */
    invoke(name, params, callback) {
      lastId += 1;
      if (typeof callback === 'function') waiting.set(lastId, callback);
      const href = location.href.split('#')[0];
      const asked = { wecomBridge: 'invoke', id: lastId, page, href, name, params: plain(params) };
      window.parent.postMessage(asked, client);
    },

    /**
     * Listens to what the client announces, such as `onHistoryBack`.
     * @param {string} event
     * @param {(data: unknown) => void} listener
     */
    on(event, listener) {
      if (typeof listener !== 'function') return;
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
  };

  /** The client puts `WWOpenData` into the page when it is asked to, and not before. @param {any} result */
  const prepare = async (result) => {
    if (result.err_msg !== 'wwapp.initWwOpenData:ok' || 'WWOpenData' in window) return;
    const { createOpenData } = await import(`${client}/bridge-open-data.js`);
    const value = createOpenData(WeixinJSBridge.invoke);
    Object.defineProperty(window, 'WWOpenData', { configurable: true, value });
  };

  const hear = async (/** @type {MessageEvent} */ message) => {
    if (message.origin !== client || message.source !== window.parent) return;
    const told = message.data ?? {};
    if (told.wecomBridge === 'answer' && told.page === page) {
      const callback = waiting.get(told.id);
      waiting.delete(told.id);
      await prepare(told.result);
      callback?.(told.result);
    }
    if (told.wecomBridge === 'event') {
      for (const listener of listeners.get(told.event) ?? []) listener(told.data);
    }
  };

  pretendClient();
  if (takeMember()) return;
  window.addEventListener('message', hear);
  Object.defineProperty(window, 'WeixinJSBridge', { configurable: true, value: WeixinJSBridge });
  Object.defineProperty(window, 'WeixinSandBox', { configurable: true, value: {} });
  const announce = () => document.dispatchEvent(new Event('WeixinJSBridgeReady'));
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', announce, { once: true });
  else announce();
})();
