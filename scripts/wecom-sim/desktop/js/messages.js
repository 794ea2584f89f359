/** Bubbles, times and the client's own lines in a conversation. */

import { write } from './api.js';
import { linkTo } from './browser-window.js';
import { avatar, el, icon } from './dom.js';
import { hueOfMember, memberOf, state } from './store.js';
import { announced } from './toasts.js';
import { longTime, PAUSE } from './words.js';

/** Addresses in a text become links. */
const withLinks = (/** @type {string} */ text) =>
  text.split(/(https?:\/\/[^\s，。；、）]+)/).map((part, i) => (i % 2 ? el('a', linkTo(part), part) : part));

const linkCard = (/** @type {string} */ text) => {
  const [, title, desc, link] = text.split('\n');
  return el(
    'a',
    { class: 'bub link-card', ...linkTo(link) },
    el(
      'span',
      { class: 'grow' },
      el('b', { class: 'cut' }, title),
      el('span', { class: 'desc' }, desc || link),
    ),
    el('span', { class: 'pic' }, icon('link')),
  );
};

const fileCard = (/** @type {string} */ text) => {
  const name = text.replace(/^\[文件\]\s*/, '');
  return el(
    'div',
    { class: 'bub file' },
    el('span', { class: 'ft' }, icon('file')),
    el('span', { class: 'grow cut' }, name || '文件'),
  );
};

/** What a page sent for the member, by its kind. @type {Record<string, (body: any, text: string) => any>} */
const sentBodies = {
  image: ({ mediaid }) =>
    el(
      'div',
      { class: 'bub picture' },
      el('img', { src: `/wwmedia/${state.corp}/${mediaid}`, alt: '图片', loading: 'lazy' }),
    ),
  file: (_body, text) => fileCard(text),
  news: ({ title, desc, link }) => linkCard(['', title || link, desc ?? '', link].join('\n')),
};

const bubble = (/** @type {any} */ { text, msgtype, body }) => {
  const draw = sentBodies[msgtype];
  if (draw) return draw(body ?? {}, text);
  if (/^\[链接\]\n/.test(text)) return linkCard(text);
  if (/^\[文件\]/.test(text)) return fileCard(text);
  return el('div', { class: 'bub' }, withLinks(text));
};

/** @param {any} answer of `/sim/api/chat` */
const faces = ({ chat, group }) => ({
  member: (/** @type {string} */ sender = state.member) =>
    avatar(memberOf(sender)?.name ?? sender, hueOfMember(sender)),
  customer: (/** @type {string} */ sender = chat.external_userid) =>
    avatar(
      group?.members.find((/** @type {any} */ one) => one.id === sender)?.name ?? chat.display_name,
      sender,
    ),
});

const line = (/** @type {any[]} */ ...words) => el('p', { class: 'sys' }, ...words);

const again = (/** @type {any} */ chat) =>
  el(
    'button',
    {
      type: 'button',
      class: 'link',
      testid: 'customer-readds',
      onclick: () =>
        announced('客户重新添加了你', () =>
          write('add-friend', { userid: state.member, external_userid: chat.external_userid, add_way: 1 }),
        ),
    },
    '让客户重新添加我',
  );

const confirm = (/** @type {any} */ chat) =>
  el(
    'button',
    {
      type: 'button',
      class: 'link',
      testid: 'confirm-friend',
      onclick: () =>
        announced('已添加对方', () =>
          write('confirm-friend', { userid: state.member, external_userid: chat.external_userid }),
        ),
    },
    '添加对方',
  );

/** What the client says below the last message. */
const ending = (/** @type {any} */ chat) => {
  if (chat.deleted_by_customer) return line('对方把你删除了，消息不会送达。', again(chat));
  if (chat.half) return line('对方已添加你，你还没有添加对方。', confirm(chat));
  return null;
};

/**
 * Everything in a conversation, oldest first.
 * @param {any} answer of `/sim/api/chat`, null while it is on its way
 */
export const chatFlow = (answer) => {
  if (!answer?.chat) return [];
  const face = faces(answer);
  let last = 0;
  const rows = [];
  for (const message of answer.messages) {
    const { from, text, at, sender } = message;
    if (at - last >= PAUSE) rows.push(el('p', { class: 'when' }, longTime(at)));
    last = at;
    if (from === 'system') rows.push(line(text));
    else {
      const side = from === 'member' && (sender ?? state.member) === state.member ? ' me' : '';
      rows.push(
        el(
          'div',
          { class: `b-row${side}`, testid: `message-${from}`, 'data-msgtype': message.msgtype },
          face[from](sender),
          bubble(message),
        ),
      );
    }
  }
  if (rows.length === 0) rows.push(line('还没有消息'));
  return [...rows, ending(answer.chat)];
};
