/** Where one writes: as the member, or, clearly otherwise, as the customer. */
import { write } from './api.js';
import { el, icon, refill } from './dom.js';
import { drawOn, set, state } from './store.js';
import { toast } from './toasts.js';

/** What was begun in each chat, until the page is closed. */
const drafts = new Map();
const draftKey = () =>
  `${state.member} ${state.open && 'id' in state.open ? state.open.id : ''} ${state.asCustomer}`;

/** @param {string} text @param {'member' | 'customer'} from */
export const say = (text, from) => {
  const id = state.open && 'id' in state.open ? state.open.id : '';
  if (state.open?.kind === 'group')
    return write('group-message', { chat_id: id, sender: state.member, text });
  return write('message', { userid: state.member, external_userid: id, from, text });
};

const words = () => {
  const name = state.chat?.chat.display_name ?? '客户';
  if (!state.asCustomer) return { send: '发送', hint: '回车发送', holder: '' };
  return { send: '以客户发送', hint: '', holder: `现在是${name}在写，消息会发给你` };
};

const TOOLS = ['smile', 'cutt', 'folder', 'shot', 'bolt'];

const decorations = () =>
  TOOLS.map((name) => el('span', { class: 'deco', 'aria-hidden': 'true' }, icon(name)));

/** @param {HTMLFormElement} form */
export const startComposer = (form) => {
  const input = el('textarea', { testid: 'composer', 'aria-label': '消息', maxLength: 4000, rows: 2 });
  const send = el('button', { type: 'submit', class: 'btn', testid: 'send' });
  const hint = el('span', { class: 'hint' });
  const seat = (/** @type {boolean} */ asCustomer, /** @type {string} */ label, /** @type {object} */ more) =>
    el('button', { type: 'button', class: 'seat', onclick: () => set({ asCustomer }), ...more }, label);
  const asMe = seat(false, '我', { testid: 'as-member' });
  const asThem = seat(true, '客户', { testid: 'as-customer' });
  const seats = el('div', { class: 'seats', role: 'group', 'aria-label': '以谁的身份写' }, asMe, asThem);
  refill(
    form,
    el('div', { class: 'tools' }, decorations(), el('span', { class: 'push' }), seats),
    input,
    el('div', { class: 'snd' }, hint, send),
  );

  const submit = async () => {
    const text = input.value.trim();
    if (!text || send.disabled) return;
    const key = draftKey();
    input.value = '';
    try {
      await say(text, state.asCustomer ? 'customer' : 'member');
      drafts.delete(key);
    } catch (error) {
      input.value = text;
      toast('没有发出去', { tone: 'danger', detail: error instanceof Error ? error.message : '' });
    }
    drawSend();
  };
  const drawSend = () => {
    send.disabled = input.value.trim() === '' || input.disabled;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  input.addEventListener('input', () => {
    drafts.set(draftKey(), input.value);
    drawSend();
  });
  input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });

  drawOn(['asCustomer', 'open', 'chat'], () => {
    const isDeaf = state.asCustomer && state.chat?.chat.deleted_by_customer;
    const { send: sendWords, hint: hintWords, holder } = words();
    seats.hidden = state.open?.kind === 'group';
    form.classList.toggle('as-customer', state.asCustomer);
    asMe.setAttribute('aria-pressed', String(!state.asCustomer));
    asThem.setAttribute('aria-pressed', String(state.asCustomer));
    input.disabled = Boolean(isDeaf);
    input.placeholder = isDeaf ? '客户已把你删除，不能再写给你' : holder;
    hint.textContent = hintWords;
    send.textContent = sendWords;
    const kept = drafts.get(draftKey()) ?? '';
    if (input.value !== kept) input.value = kept;
    drawSend();
  });
};
