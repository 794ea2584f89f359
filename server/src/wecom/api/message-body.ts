import { cardBody } from './card-body.ts';
import { cardProblems } from './card-limits.ts';
import type { TemplateCard } from './cards.ts';

/** Who receives a message: everyone in range, or up to 1000 members, 100 departments and 100 tags. */
export type MessageRecipients =
  | { everyone: true }
  | {
      userIds?: readonly string[] | undefined;
      departmentIds?: readonly number[] | undefined;
      tagIds?: readonly number[] | undefined;
    };

export type TextNotice = {
  kind: 'text_notice';
  /** About 36 characters. */
  title: string;
  /** About 44 characters. */
  description?: string | undefined;
  /** A number or word in large type: about 14 characters, its caption 22. */
  emphasis?: { title: string; description?: string | undefined } | undefined;
  /** At most 160 characters. */
  subtitle?: string | undefined;
  /** Up to 6 lines; label about 5 characters, value 30. */
  lines?: readonly { label: string; value: string; url?: string | undefined }[] | undefined;
  /** Up to 3 links; title about 18 characters. */
  links?: readonly { title: string; url: string }[] | undefined;
  /** Where the card leads. */
  url: string;
  source?: { text: string; iconUrl?: string | undefined } | undefined;
};

export type MessageContent =
  /** At most 2048 bytes, cut beyond; line breaks and `<a href>` work. */
  | { kind: 'text'; text: string }
  /** At most 2048 bytes; not shown in WeChat. */
  | { kind: 'markdown'; markdown: string }
  /** Title 128 characters, description 512, button 4. */
  | { kind: 'textcard'; title: string; description: string; url: string; buttonText?: string | undefined }
  /** One to eight articles. */
  | { kind: 'news'; articles: readonly NewsArticle[] }
  | TextNotice
  | TemplateCard;

/** Title 128 bytes, description 512, address 2048. */
export type NewsArticle = {
  title: string;
  url: string;
  description?: string | undefined;
  pictureUrl?: string | undefined;
};

export type AppMessage = {
  to: MessageRecipients;
  content: MessageContent;
  /** Marks the message as confidential. */
  safe?: boolean | undefined;
  /** Replace `$userName=…$` and the like when delivered. */
  translateIds?: boolean | undefined;
  /** An identical message inside this many seconds (at most 14400) is not delivered again. */
  duplicateCheckSeconds?: number | undefined;
};

/**
 * The body of `message/send`.
 * @throws {RangeError} a template card, or the number of articles, is not as the platform wants it
 * @see https://developer.work.weixin.qq.com/document/path/90372
 */
export function messageBody(agentId: string, message: AppMessage): Record<string, unknown> {
  return {
    ...recipientsBody(message.to),
    ...contentBody(message.content),
    agentid: Number(agentId),
    safe: message.safe ? 1 : undefined,
    enable_id_trans: message.translateIds ? 1 : undefined,
    enable_duplicate_check: message.duplicateCheckSeconds ? 1 : undefined,
    duplicate_check_interval: message.duplicateCheckSeconds || undefined,
  };
}

function recipientsBody(to: MessageRecipients): Record<string, string | undefined> {
  if ('everyone' in to) return { touser: '@all' };
  return {
    touser: to.userIds?.join('|') || undefined,
    toparty: to.departmentIds?.join('|') || undefined,
    totag: to.tagIds?.join('|') || undefined,
  };
}

function contentBody(content: MessageContent): Record<string, unknown> {
  switch (content.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: content.text } };
    case 'markdown':
      return { msgtype: 'markdown', markdown: { content: content.markdown } };
    case 'textcard': {
      const { title, description, url, buttonText } = content;
      return { msgtype: 'textcard', textcard: { title, description, url, btntxt: buttonText } };
    }
    case 'news':
      return { msgtype: 'news', news: { articles: articlesBody(content.articles) } };
    case 'text_notice':
      return { msgtype: 'template_card', template_card: textNoticeBody(content) };
    default:
      return { msgtype: 'template_card', template_card: checkedCardBody(content) };
  }
}

/** @throws {RangeError} naming everything that is wrong with the card */
export function checkedCardBody(card: TemplateCard): Record<string, unknown> {
  const problems = cardProblems(card);
  if (problems.length > 0) throw new RangeError(`template card: ${problems.join('; ')}`);
  return cardBody(card);
}

function articlesBody(articles: readonly NewsArticle[]): Record<string, unknown>[] {
  if (articles.length < 1 || articles.length > 8) throw new RangeError('news: one to eight articles');
  return articles.map((article) => ({
    title: article.title,
    description: article.description,
    url: article.url,
    picurl: article.pictureUrl,
  }));
}

/** The short form, for which the platform's own cutting is good enough: not checked. */
function textNoticeBody(notice: TextNotice): Record<string, unknown> {
  const { kind: _short, url, links, ...rest } = notice;
  return cardBody({
    kind: 'text_notice_card',
    ...rest,
    links: links?.map((link) => ({ title: link.title, target: { url: link.url } })),
    target: { url },
  });
}
