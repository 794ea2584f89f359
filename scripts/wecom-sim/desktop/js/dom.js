/** The little that building elements needs. Text is always set as text, never as markup. */

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 */

/** @param {Node} parent @param {(Child | Child[])[]} children */
const fill = (parent, children) => {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
};

/** @param {HTMLElement} node @param {string} name @param {any} value */
const give = (node, name, value) => {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'testid') node.dataset.testid = value;
  else if (name === 'class') node.className = value;
  else if (name in node && !name.startsWith('aria') && name !== 'list') node[name] = value;
  else node.setAttribute(name, value === true ? '' : String(value));
};

/**
 * An element: `onclick` and the like listen, `testid` marks it for tests, `class` sets the class.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export const el = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) give(node, name, value);
  fill(node, children);
  return node;
};

/** @param {Element} node @param {...(Child | Child[])} children */
export const refill = (node, ...children) => {
  node.replaceChildren();
  fill(node, children);
};

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name a symbol of index.html @param {string} [size] `i-s` for the small one */
export const icon = (name, size = '') => {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `i ${size}`.trim());
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${name}`);
  svg.appendChild(use);
  return svg;
};

/** A button with an icon and words for those who do not see it. */
export const iconButton = (/** @type {string} */ name, /** @type {string} */ words, props = {}) =>
  el('button', { type: 'button', class: 'ib', title: words, 'aria-label': words, ...props }, icon(name));

/** @param {string} id picks a colour, the same for the same id */
const hue = (id) => {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return (sum % 5) + 1;
};

/** The first character a name can be told by: a letter or a figure, otherwise whatever comes first. */
const initialOf = (/** @type {string} */ name) => {
  const characters = [...name.trim()];
  const told = characters.find((character) => /[\p{L}\p{N}]/u.test(character)) ?? characters[0];
  return (told ?? '?').toUpperCase();
};

/**
 * The square with a person's first character.
 * @param {string} name
 * @param {string | number} id picks the colour; a number is the colour
 * @param {...Child} more
 */
export const avatar = (name, id, ...more) =>
  el('span', { class: `ava p${typeof id === 'number' ? id : hue(id)}` }, initialOf(name), ...more);

/** The app's own square. */
export const appAvatar = (/** @type {Child[]} */ ...more) =>
  el('span', { class: 'ava app' }, icon('rel'), ...more);

/** @param {string} selector @returns {any} */
export const find = (selector) => document.querySelector(selector);
