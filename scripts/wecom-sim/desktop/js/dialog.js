/** Dialogs and pop-up menus, on the browser's own parts: Escape closes, focus stays inside and goes back. */
import { el, icon, iconButton } from './dom.js';

/**
 * A dialog in the middle of the page.
 * @param {string} title
 * @param {Node} body
 * @returns {{dialog: HTMLDialogElement, close: () => void}}
 */
export const openDialog = (title, body) => {
  const dialog = el('dialog', { class: 'dialog', 'aria-label': title, testid: 'dialog' });
  const close = () => dialog.close();
  dialog.append(
    el('header', {}, el('h2', { class: 'cut' }, title), iconButton('close', '关闭', { onclick: close })),
    body,
  );
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('mousedown', (/** @type {MouseEvent} */ event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close };
};

/**
 * A dialog with fields: `submit` gets them and answers whether the dialog may close.
 * @param {string} title
 * @param {any[]} fields
 * @param {{label: string, testid: string, submit: (values: FormData) => Promise<boolean>}} act
 */
export const openForm = (title, fields, { label, testid, submit }) => {
  const button = el('button', { type: 'submit', class: 'btn fill wide', testid }, label);
  const form = el('form', {}, el('div', { class: 'body' }, fields), el('footer', {}, button));
  const { close } = openDialog(title, form);
  form.addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    button.disabled = true;
    const isDone = await submit(new FormData(form));
    button.disabled = false;
    if (isDone) close();
  });
  form.querySelector('input')?.focus();
};

/** @param {string} label @param {any} control @param {string} [hint] */
export const field = (label, control, hint) =>
  el(
    'label',
    { class: 'field' },
    el('span', { class: 'lab' }, label),
    control,
    hint && el('span', { class: 'hint' }, hint),
  );

/**
 * A row of choices of which one holds.
 * @param {string} label @param {string} name
 * @param {[string | number, string][]} options @param {string | number} chosen
 * @param {string} [testid] before each value
 */
export const choices = (label, name, options, chosen, testid = name) =>
  el(
    'div',
    { class: 'field', role: 'radiogroup', 'aria-label': label },
    el('span', { class: 'lab' }, label),
    el(
      'div',
      { class: 'chips' },
      options.map(([value, words]) =>
        el(
          'label',
          { class: 'chip' },
          el('input', {
            type: 'radio',
            name,
            value: String(value),
            checked: value === chosen,
            testid: `${testid}-${value}`,
          }),
          words,
        ),
      ),
    ),
  );

/**
 * A button with a menu below it. `content` is asked anew each time it opens.
 * @param {HTMLButtonElement} button @param {(close: () => void) => any} content @param {string} [look]
 */
export const popover = (button, content, look = 'menu') => {
  const box = el('div', { class: `popover ${look}`, popover: 'auto' });
  const close = () => box.hidePopover();
  const align = () => {
    const { left, right, bottom } = button.getBoundingClientRect();
    const width = box.offsetWidth;
    const start = left + width + 8 > innerWidth ? right - width : left;
    box.style.left = `${Math.max(8, Math.min(start, innerWidth - width - 8))}px`;
    const below = bottom + 6;
    box.style.top = `${Math.max(8, Math.min(below, innerHeight - box.offsetHeight - 8))}px`;
  };
  button.popoverTargetElement = box;
  button.setAttribute('aria-haspopup', 'true');
  box.addEventListener('beforetoggle', (/** @type {ToggleEvent} */ event) => {
    if (event.newState === 'open') box.replaceChildren(...[content(close)].flat());
  });
  box.addEventListener('toggle', (/** @type {ToggleEvent} */ event) => {
    button.setAttribute('aria-expanded', String(event.newState === 'open'));
    if (event.newState !== 'open') return;
    align();
    box.querySelector('input, button')?.focus();
  });
  box.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...box.querySelectorAll('button, input[type=search]')];
    items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
  });
  return el('span', { class: 'holder' }, button, box);
};

/** @param {string} glyph @param {string} words @param {Record<string, any>} props */
export const menuItem = (glyph, words, props) =>
  el('button', { type: 'button', role: 'menuitem', ...props }, icon(glyph, 'i-s'), words);
