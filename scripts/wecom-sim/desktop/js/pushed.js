/** What an app pushes to a member, drawn by the client. */
import { linkTo } from './browser-window.js';
import { appAvatar, el, icon } from './dom.js';
import { markdown, plainMarkdown, textWithLinks } from './markup.js';
import { templateCard } from './template-card.js';
import { longTime, PAUSE } from './words.js';

/** @param {string} text without `<div class>` and the like */
const bare = (text) => text.replace(/<br\s*\/?>/g, ' ').replace(/<[^>]*>/g, '');

/** One line of a message, for the chat list. @param {any} message */
export const pushedSummary = (message) => {
  const body = message[message.msgtype] ?? {};
  switch (message.msgtype) {
    case 'text':
      return bare(body.content).replaceAll('\n', ' ');
    case 'markdown':
      return plainMarkdown(body.content);
    case 'textcard':
      return body.title;
    case 'news':
      return body.articles?.[0]?.title ?? '[图文]';
    case 'template_card':
      return body.main_title?.title || body.sub_title_text || '[卡片]';
    default:
      return '[消息]';
  }
};

/** `<div class="gray|normal|highlight">` and `<br>` of a textcard's description. */
const cardText = (/** @type {string} */ text) => {
  const parts = text.split(/(<div class="(?:gray|normal|highlight)">[\s\S]*?<\/div>)/);
  return parts.filter(Boolean).map((part) => {
    const [, look, inner] = /^<div class="(\w+)">([\s\S]*)<\/div>$/.exec(part) ?? [null, 'normal', part];
    const lines = inner.split(/<br\s*\/?>|\n/).map((line) => el('div', {}, bare(line)));
    return el('div', { class: `tone-${look}` }, lines);
  });
};

const textcard = (/** @type {any} */ { title, description, url, btntxt }) =>
  el(
    'a',
    { class: 'card', ...linkTo(url) },
    el(
      'div',
      { class: 'pad' },
      el('b', { class: 'title' }, title),
      el('div', { class: 'desc' }, cardText(description)),
    ),
    el('div', { class: 'more' }, btntxt || '详情', icon('right', 'i-s')),
  );

const article = (/** @type {any} */ { title, description, url, picurl }, /** @type {number} */ at) =>
  el(
    'a',
    { class: at === 0 ? 'article first' : 'article', ...linkTo(url) },
    picurl && el('img', { src: picurl, alt: '', loading: 'lazy', referrerPolicy: 'no-referrer' }),
    el(
      'span',
      { class: 'grow' },
      el('b', {}, title),
      at === 0 && description && el('span', { class: 'desc' }, description),
    ),
  );

const news = (/** @type {any} */ { articles = [] }) => el('div', { class: 'card' }, articles.map(article));

const bodies = {
  text: (/** @type {any} */ { content }) => el('div', { class: 'bub' }, textWithLinks(content)),
  markdown: (/** @type {any} */ { content }) => el('div', { class: 'bub md' }, markdown(content)),
  textcard,
  news,
  template_card: templateCard,
};

const bodyOf = (/** @type {any} */ message) => {
  const draw = bodies[message.msgtype];
  return draw ? draw(message[message.msgtype] ?? {}) : el('div', { class: 'bub' }, `[${message.msgtype}]`);
};

/** @param {any[]} messages oldest first */
export const pushedFlow = (messages) => {
  if (messages.length === 0) return [el('p', { class: 'sys' }, '应用还没有推送消息')];
  return messages.flatMap((message, i) => [
    message.at - (messages[i - 1]?.at ?? 0) >= PAUSE && el('p', { class: 'when' }, longTime(message.at)),
    el('div', { class: 'b-row', testid: `pushed-${message.msgtype}` }, appAvatar(), bodyOf(message)),
  ]);
};
