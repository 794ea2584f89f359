/** 对外收款: the client's own page, on which the member may change what the app proposed. */
import { field, openDialog } from './dialog.js';
import { el } from './dom.js';

/** Limits of createExternalPayment; what does not keep them is ignored, and the member fills it in. */
const MOST_FEE = 5_000_000;
const MOST_CHARACTERS = { chat: 32, code: 16 };

/**
 * @param {{isInChat: boolean, totalFee?: number, description?: string}} asked
 * @returns {Promise<{paymentId: string, totalFee: number, description: string} | null>} null when cancelled
 */
export const askPayment = ({ isInChat, totalFee, description = '' }) =>
  new Promise((resolve) => {
    /** @type {{paymentId: string, totalFee: number, description: string} | null} */
    let paid = null;
    const isFee = Number.isInteger(totalFee) && Number(totalFee) >= 1 && Number(totalFee) <= MOST_FEE;
    const fits = [...description].length <= (isInChat ? MOST_CHARACTERS.chat : MOST_CHARACTERS.code);
    const fee = el('input', {
      ...{ type: 'number', min: '0.01', max: String(MOST_FEE / 100), step: '0.01', required: true },
      ...{ value: isFee ? (Number(totalFee) / 100).toFixed(2) : '', testid: 'payment-fee' },
    });
    const about = el('input', { type: 'text', value: fits ? description : '', testid: 'payment-about' });
    const form = el(
      'form',
      {},
      el('div', { class: 'body' }, field('金额（元）', fee), field('收款说明', about)),
      el(
        'footer',
        {},
        el('button', { type: 'submit', class: 'btn fill wide', testid: 'payment-send' }, '发起收款'),
      ),
    );
    const { dialog, close } = openDialog(isInChat ? '在聊天中收款' : '收款码收款', form);
    form.addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      paid = {
        ...{ paymentId: crypto.getRandomValues(new Uint32Array(4)).join('') },
        ...{ totalFee: Math.round(Number(fee.value) * 100), description: about.value },
      };
      close();
    });
    dialog.addEventListener('close', () => resolve(paid));
  });
