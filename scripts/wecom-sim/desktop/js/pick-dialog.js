/** A list to choose people from, as the client shows it for a page. */
import { openDialog } from './dialog.js';
import { avatar, el } from './dom.js';

/** A list of thousands is for searching; so many rows are drawn. */
const MOST = 200;

/**
 * @param {string} title
 * @param {{id: string, name: string, note: string}[]} rows
 * @param {{isMany: boolean, chosen: string[]}} how
 * @returns {Promise<string[] | null>} null when the member cancelled
 */
export const pickMany = (title, rows, { isMany, chosen }) =>
  new Promise((resolve) => {
    /** @type {string[] | null} */
    let picked = null;
    const inputs = rows.slice(0, MOST).map(({ id, name, note }) => {
      const input = el('input', {
        ...{ type: isMany ? 'checkbox' : 'radio', name: 'picked', value: id, checked: chosen.includes(id) },
        testid: `pick-${id}`,
      });
      return el(
        'label',
        { class: 'pick' },
        input,
        avatar(name, id),
        el('span', { class: 'cut' }, name),
        el('span', { class: 'r cut' }, note),
      );
    });
    const list = el('div', { class: 'people picks' }, inputs);
    const { dialog, close } = openDialog(
      title,
      el(
        'div',
        { class: 'send-confirm' },
        list,
        el(
          'footer',
          {},
          el(
            'button',
            { type: 'button', class: 'btn line', testid: 'pick-cancel', onclick: () => close() },
            '取消',
          ),
          el(
            'button',
            {
              ...{ type: 'button', class: 'btn fill', testid: 'pick-done' },
              onclick: () => {
                picked = [...list.querySelectorAll('input:checked')].map(
                  (/** @type {any} */ one) => one.value,
                );
                close();
              },
            },
            '确定',
          ),
        ),
      ),
    );
    dialog.addEventListener('close', () => resolve(picked));
  });
