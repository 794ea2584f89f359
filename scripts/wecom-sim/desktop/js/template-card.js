/** Template cards (developer.work.weixin.qq.com/document/path/90372), drawn as the client draws them. */
import { linkTo } from './browser-window.js';
import { el, icon } from './dom.js';

const DESC_TONES = ['', 'tone-dark', 'tone-red', 'tone-green'];

const opening = (/** @type {any} */ action) => linkTo(action?.url);

const source = (/** @type {any} */ { icon_url, desc, desc_color = 0 }) =>
  el(
    'p',
    { class: `from ${DESC_TONES[desc_color] ?? ''}` },
    icon_url ? el('img', { src: icon_url, alt: '', referrerPolicy: 'no-referrer' }) : icon('rel', 'i-s'),
    desc,
  );

const emphasis = (/** @type {any} */ { title, desc }) =>
  el('div', { class: 'big' }, el('b', {}, title), el('span', { class: 'desc' }, desc));

const quote = (/** @type {any} */ { title, quote_text, ...action }) =>
  el(
    action.url ? 'a' : 'div',
    { class: 'quoted', ...opening(action) },
    title && el('b', {}, title),
    quote_text,
  );

const fact = (/** @type {any} */ { keyname, value, ...action }) =>
  el(
    'div',
    { class: 'fact' },
    el('dt', {}, keyname),
    el('dd', {}, action.url ? el('a', opening(action), value || '查看') : value),
  );

const vertical = (/** @type {any} */ { title, desc }) =>
  el('div', { class: 'part' }, el('b', {}, title), desc && el('span', { class: 'desc' }, desc));

const jump = (/** @type {any} */ { title, ...action }) =>
  el('a', { class: 'more', ...opening(action) }, title, icon('right', 'i-s'));

const LATER = { disabled: true, title: '模拟客户端还不能点卡片上的按钮' };

const button = (/** @type {any} */ { text, style = 1, ...action }) =>
  action.url
    ? el('a', { class: `btn style-${style}`, ...opening(action) }, text)
    : el('button', { type: 'button', class: `btn style-${style}`, ...LATER }, text);

const option = (/** @type {any} */ { text, is_checked }) =>
  el(
    'label',
    { class: 'check' },
    el('input', { type: 'checkbox', checked: Boolean(is_checked), disabled: true }),
    text,
  );

const selection = (/** @type {any} */ { title, option_list = [], selected_id }) =>
  el(
    'label',
    { class: 'pick' },
    title,
    el(
      'select',
      { disabled: true },
      option_list.map((/** @type {any} */ { id, text }) =>
        el('option', { selected: id === selected_id }, text),
      ),
    ),
  );

const picture = (/** @type {any} */ { url, aspect_ratio = 1.3 }) =>
  el('img', {
    class: 'pic',
    src: url,
    alt: '',
    referrerPolicy: 'no-referrer',
    style: `aspect-ratio: ${aspect_ratio}`,
  });

const some = (/** @type {any[] | undefined} */ list, /** @type {(of: any) => any} */ draw) =>
  (list ?? []).map(draw);

/** @param {any} card the body of the message */
export const templateCard = (card) => {
  const { main_title: title = {} } = card;
  const options = [...some(card.checkbox?.option_list, option), ...some(card.select_list, selection)];
  const buttons = [
    ...some(card.button_list, button),
    ...(card.submit_button ? [button({ text: card.submit_button.text })] : []),
  ];
  return el(
    'div',
    { class: 'card' },
    el(
      card.card_action?.url ? 'a' : 'div',
      { class: 'pad', ...opening(card.card_action) },
      card.source && source(card.source),
      title.title && el('b', { class: 'title' }, title.title),
      title.desc && el('p', { class: 'desc' }, title.desc),
      card.card_image && picture(card.card_image),
      card.emphasis_content && emphasis(card.emphasis_content),
      card.quote_area && quote(card.quote_area),
      card.sub_title_text && el('p', { class: 'sub' }, card.sub_title_text),
      some(card.vertical_content_list, vertical),
      card.horizontal_content_list && el('dl', {}, some(card.horizontal_content_list, fact)),
      card.button_selection && selection(card.button_selection),
      options,
      buttons.length > 0 && el('div', { class: 'acts' }, buttons),
    ),
    some(card.jump_list, jump),
  );
};
