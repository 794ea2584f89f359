/**
 * 通讯录展示组件 inside a page (developer.work.weixin.qq.com/document/path/91958): shows names of members and departments
 * that neither the page nor its server may know. The text stands in a closed shadow root, where no script finds it.
 */

/** So many elements may be bound in so short a time; the others stay as they are. */
const MOST = 1000;
const WINDOW_MS = 20;
const TYPES = new Set(['userName', 'userAlias', 'userAliasOrName', 'departmentName']);

/**
 * @param {(name: string, params: object, callback: (result: any) => void) => void} invoke of the bridge
 */
export const createOpenData = (invoke) => {
  /** @type {WeakMap<Element, ShadowRoot>} */
  const roots = new WeakMap();
  /** @type {Map<string, Set<(detail: unknown) => void>>} */
  const listeners = new Map([
    ['error', new Set()],
    ['update', new Set()],
  ]);
  /** @type {Set<Element>} */
  let waiting = new Set();
  let bound = 0;

  const tell = (/** @type {string} */ event, /** @type {unknown} */ detail) => {
    for (const listener of listeners.get(event) ?? []) listener(detail);
  };

  const itemOf = (/** @type {Element} */ element) => ({
    type: element.getAttribute('type') ?? '',
    id: element.getAttribute('openid') ?? '',
  });

  const names = (/** @type {{type: string, id: string}[]} */ items) =>
    new Promise((resolve, reject) => {
      invoke('sim.openData', { items }, (/** @type {any} */ result) =>
        result.err_msg === 'sim.openData:ok' ? resolve(result.names) : reject(new Error(result.err_msg)),
      );
    });

  const rootOf = (/** @type {Element} */ element) => {
    const root = roots.get(element) ?? element.attachShadow({ mode: 'closed' });
    roots.set(element, root);
    return root;
  };

  const draw = async () => {
    const elements = [...waiting].filter((element) => TYPES.has(itemOf(element).type));
    waiting = new Set();
    const items = elements.map(itemOf);
    if (items.length === 0) return;
    try {
      const found = await names(items);
      // Who is unknown is shown by the id that was given.
      elements.forEach((element, at) => {
        rootOf(element).textContent = found[at] ?? items[at]?.id ?? '';
      });
      tell('update', { detail: { isCanvas: false, hasUpdate: true } });
    } catch (error) {
      tell('error', { detail: { error } });
    }
  };

  const bind = (/** @type {Element} */ element) => {
    if (bound === 0)
      setTimeout(() => {
        bound = 0;
      }, WINDOW_MS);
    bound += 1;
    if (bound > MOST) return;
    if (waiting.size === 0) setTimeout(draw, 0);
    waiting.add(element);
  };

  if (!customElements.get('ww-open-data')) {
    customElements.define(
      'ww-open-data',
      class extends HTMLElement {
        static observedAttributes = ['type', 'openid'];
        connectedCallback() {
          bind(this);
        }
        attributeChangedCallback() {
          if (this.isConnected) bind(this);
        }
      },
    );
  }

  return {
    bind,
    bindAll: (/** @type {Iterable<Element>} */ elements) => [...elements].forEach(bind),
    on: (/** @type {string} */ event, /** @type {(detail: unknown) => void} */ listener) =>
      void listeners.get(event)?.add(listener),
    off: (/** @type {string} */ event, /** @type {(detail: unknown) => void} */ listener) =>
      void listeners.get(event)?.delete(listener),
    checkSession: (/** @type {{success?: () => void}} */ { success } = {}) => success?.(),
  };
};
