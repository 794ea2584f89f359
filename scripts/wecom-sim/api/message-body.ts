import type { App } from '../world/types.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { charCount, optionalText } from './params.ts';

type Fields = Record<string, unknown>;

const INTERACTIVE = new Set(['button_interaction', 'vote_interaction', 'multiple_interaction']);
const NOTICES = new Set(['text_notice', 'news_notice']);
const TASK_ID = /^[0-9A-Za-z_\-@]{1,128}$/;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const filled = (fields: Fields, name: string): string => {
  const text = optionalText(fields, name);
  if (!text) throw new ApiError(44004);
  return text;
};

const withinChars = (fields: Fields, name: string, max: number) => {
  if (charCount(optionalText(fields, name) ?? '') > max) throw new ApiError(45002);
};

/** Cuts a text to a number of UTF-8 bytes without splitting a character. */
const cutBytes = (text: string, max: number): string => {
  let bytes = 0;
  let kept = '';
  for (const char of text) {
    bytes += Buffer.byteLength(char);
    if (bytes > max) break;
    kept += char;
  }
  return kept;
};

const checkNews = (news: Fields) => {
  const articles: unknown = news.articles;
  if (!Array.isArray(articles) || articles.length === 0) throw new ApiError(44004);
  if (articles.length > 8) throw tooLong('articles', 8);
  for (const article of articles.map(fieldsOf)) {
    filled(article, 'title');
    if (!article.url && !article.appid) throw invalidParam('url');
  }
};

const isInteractive = (card: Fields): boolean =>
  INTERACTIVE.has(String(card.card_type)) || card.action_menu !== undefined;

const checkButtons = (card: Fields) => {
  const list: unknown = card.button_list;
  if (!Array.isArray(list) || list.length === 0) throw invalidParam('button_list');
  if (list.length > 6) throw tooLong('button_list', 6);
  for (const button of list.map(fieldsOf)) {
    if (!optionalText(button, 'text')) throw new ApiError(42038);
    if (Number(button.type ?? 0) === 0 && !optionalText(button, 'key')) throw new ApiError(42039);
  }
};

const checkTask = (card: Fields, app: App) => {
  const taskId = optionalText(card, 'task_id');
  if (isInteractive(card) && !taskId) throw new ApiError(42014);
  if (taskId !== undefined && !TASK_ID.test(taskId)) throw new ApiError(42014);
  const isReachable = app.callbackUrl !== '' || (app.grant?.suite.data.url ?? '') !== '';
  if (isInteractive(card) && !isReachable) throw new ApiError(43012);
};

export const checkCard = (card: Fields, app: App) => {
  const type = optionalText(card, 'card_type') ?? '';
  if (!INTERACTIVE.has(type) && !NOTICES.has(type)) throw new ApiError(42031);
  if (NOTICES.has(type) && !fieldsOf(card.card_action).type) throw new ApiError(42045);
  const title = fieldsOf(card.main_title).title;
  if (!title && !(type === 'text_notice' && card.sub_title_text)) throw invalidParam('main_title.title');
  checkTask(card, app);
  if (type === 'button_interaction') checkButtons(card);
};

const MEDIA_KINDS = new Set(['image', 'voice', 'file', 'video']);

const checkArticles = (news: Fields, hasMedia: HasMedia) => {
  const articles: unknown = news.articles;
  if (!Array.isArray(articles) || articles.length === 0) throw new ApiError(44004);
  if (articles.length > 8) throw tooLong('articles', 8);
  for (const article of articles.map(fieldsOf)) {
    filled(article, 'title');
    filled(article, 'content');
    if (!hasMedia(optionalText(article, 'thumb_media_id') ?? '')) throw new ApiError(40007);
  }
};

const checkNotice = (notice: Fields) => {
  filled(notice, 'appid');
  filled(notice, 'title');
  const items: unknown = notice.content_item ?? [];
  if (!Array.isArray(items)) throw invalidParam('content_item');
  if (items.length > 10) throw tooLong('content_item', 10);
};

type HasMedia = (mediaId: string) => boolean;

export interface Content {
  content: Fields;
  isInteractive: boolean;
}

/** The checked content of a message (developer.work.weixin.qq.com/document/path/90372). */
export const contentOf = (body: Fields, app: App, hasMedia: HasMedia): Content => {
  const msgtype = optionalText(body, 'msgtype') ?? '';
  const content = fieldsOf(body[msgtype]);
  if (MEDIA_KINDS.has(msgtype)) {
    if (!hasMedia(optionalText(content, 'media_id') ?? '')) throw new ApiError(40007);
    return { content, isInteractive: false };
  }
  switch (msgtype) {
    case 'text':
      return {
        content: { ...content, content: cutBytes(filled(content, 'content'), 2048) },
        isInteractive: false,
      };
    case 'markdown':
      if (Buffer.byteLength(filled(content, 'content')) > 2048) throw new ApiError(45002);
      return { content, isInteractive: false };
    case 'textcard':
      for (const name of ['title', 'description', 'url']) filled(content, name);
      withinChars(content, 'title', 128);
      withinChars(content, 'description', 512);
      return { content, isInteractive: false };
    case 'news':
      checkNews(content);
      return { content, isInteractive: false };
    case 'mpnews':
      checkArticles(content, hasMedia);
      return { content, isInteractive: false };
    case 'miniprogram_notice':
      checkNotice(content);
      return { content, isInteractive: false };
    case 'template_card':
      checkCard(content, app);
      return { content, isInteractive: isInteractive(content) };
    default:
      throw new ApiError(40008);
  }
};
