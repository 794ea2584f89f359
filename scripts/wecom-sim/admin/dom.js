/** An element with attributes and children; a function under `on…` is a listener. */
export const el = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (typeof value === 'boolean') element[key] = value;
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(
    ...children.flat(Number.POSITIVE_INFINITY).filter((child) => child !== undefined && child !== false),
  );
  return element;
};

export const button = (label, onclick, kind = '') =>
  el('button', { type: 'button', class: `btn ${kind}`, onclick }, label);

export const check = (label, name, value, isOn) =>
  el(
    'label',
    { class: 'check' },
    el('input', { type: 'checkbox', name, value: String(value), checked: isOn }),
    label,
  );

/** The values of the ticked boxes of a name inside a node. */
export const ticked = (root, name) =>
  [...root.querySelectorAll(`input[name="${name}"]:checked`)].map((input) => input.value);

export const select = (options, value, onchange, label) =>
  el(
    'select',
    { onchange: (event) => onchange(event.target.value), 'aria-label': label },
    Object.entries(options).map(([key, text]) => el('option', { value: key, selected: key === value }, text)),
  );

export const pill = (text, kind = '') => el('span', { class: `pill ${kind}` }, text);

export const facts = (rows) =>
  el(
    'dl',
    {},
    rows.map(([term, text]) => [el('dt', {}, term), el('dd', {}, text || '未设置')]),
  );

export const moment = (seconds) =>
  new Date(seconds * 1000).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });

let timer;
export const toast = (text) => {
  const place = document.querySelector('#toast');
  place.textContent = text;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    place.hidden = true;
  }, 3000);
};
