/** The little markup of app messages: links in texts, and the client's part of Markdown. Never as HTML. */
import { linkTo } from './browser-window.js';
import { el } from './dom.js';

/** @param {string} url @param {any} words */
const link = (url, words) => el('a', linkTo(url), words);

const TEXT_PARTS = /<a\s+href=["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>|(https?:\/\/[^\s<，。；、）]+)/g;

/** @param {string} text with `<a href>` and bare addresses */
export const textWithLinks = (text) => {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(TEXT_PARTS)) {
    parts.push(text.slice(from, found.index), link(found[1] ?? found[3] ?? '', found[2] ?? found[3]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
};

const INLINE =
  /\*\*(?<bold>[^*]+)\*\*|\[(?<words>[^\]]+)\]\((?<url>[^)\s]+)\)|`(?<code>[^`]+)`|<font color="(?<tone>info|comment|warning)">(?<toned>[\s\S]*?)<\/font>/g;

/** @param {string} text @returns {any[]} */
const inline = (text) => {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(text.slice(from, found.index));
    const { bold, words, url, code, tone, toned } = found.groups ?? {};
    if (bold) parts.push(el('b', {}, inline(bold)));
    else if (url) parts.push(link(url, words));
    else if (code) parts.push(el('code', {}, code));
    else if (tone) parts.push(el('span', { class: `font-${tone}` }, inline(toned)));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
};

/** @param {string} line */
const block = (line) => {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return el('p', { class: `h h${heading[1].length}` }, inline(heading[2]));
  const quote = /^>\s?(.*)$/.exec(line);
  if (quote) return el('p', { class: 'quote' }, inline(quote[1]));
  return el('p', {}, line === '' ? '\u00a0' : inline(line));
};

/** @param {string} text headings, bold, links, code, quotes and coloured words */
export const markdown = (text) => text.split('\n').map(block);

/** @param {string} text */
export const plainMarkdown = (text) =>
  text
    .replace(/<[^>]*>/g, '')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/^[#>\s]+|[*`]/gm, '')
    .replaceAll('\n', ' ');
