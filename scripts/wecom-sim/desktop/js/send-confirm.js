/** Whether the client asks the member before a framed page sends into the chat; unknown of the real one, so a switch. */
import { openDialog } from './dialog.js';
import { el } from './dom.js';

const KEY = 'wecom-sim-confirm-send';

export const isSendConfirmed = () => localStorage.getItem(KEY) === 'on';

/** @param {boolean} isOn */
export const setSendConfirmed = (isOn) => localStorage.setItem(KEY, isOn ? 'on' : 'off');

/**
 * Asks the member, if the switch says so.
 * @param {string} text
 * @returns {Promise<boolean>} false when the member cancelled
 */
export const confirmSend = (text) => {
  if (!isSendConfirmed()) return Promise.resolve(true);
  return new Promise((resolve) => {
    let isSent = false;
    const act = (/** @type {boolean} */ isYes) => () => {
      isSent = isYes;
      dialog.close();
    };
    const { dialog } = openDialog(
      '发送到当前聊天',
      el(
        'div',
        { class: 'send-confirm' },
        el('p', { class: 'sent' }, text),
        el(
          'footer',
          {},
          el(
            'button',
            { type: 'button', class: 'btn line', testid: 'confirm-send-cancel', onclick: act(false) },
            '取消',
          ),
          el(
            'button',
            { type: 'button', class: 'btn fill', testid: 'confirm-send', onclick: act(true) },
            '发送',
          ),
        ),
      ),
    );
    /** @type {HTMLElement | null} */ (dialog.querySelector('.fill'))?.focus();
    dialog.addEventListener('close', () => resolve(isSent));
  });
};
