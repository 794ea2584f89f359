import type { Locale } from '@guanxi/shared/locale';

/** Who gives how much to whom. */
interface Takeover {
  /** Null where the install mode hides names. */
  readonly giver: string | null;
  readonly customers: number;
  readonly chats: number;
  /** The customers may refuse: the giver is still in service. */
  readonly canRefuse: boolean;
}

/** A notice to admins. */
interface NoticeText {
  readonly title: string;
  readonly text: string;
}

/** Everything the app says to members in messages, in one language. Lengths are those of the platform's cards. */
export interface MessageTexts {
  /** What the product calls itself: at most 20 characters. */
  readonly source: string;
  /** The word that opens a notice: at most 4 characters. */
  readonly see: string;
  /** An instant on the company's clock. */
  at(instant: Date, timeZone: string): string;
  syncFailed(failure: string): NoticeText;
  syncAsks(losses: { wouldLose: number; of: number }): NoticeText;
  formerAppFound(corpName: string): NoticeText;
  readonly takeover: {
    /** At most 36 characters. */
    title(of: Takeover): string;
    /** At most 160 characters; empty when there is nothing to say. */
    subtitle(of: Takeover): string;
    /** Buttons, and what they say once tapped: at most 10 characters each. */
    readonly seen: string;
    readonly later: string;
    readonly wasSeen: string;
    readonly isLater: string;
  };
}

/** Longer names would push the number of customers off a card. */
const longestName = 12;

const clock =
  (language: string) =>
  (instant: Date, timeZone: string): string =>
    instant.toLocaleString(language, { timeZone, dateStyle: 'long', timeStyle: 'short' });

const zhCn: MessageTexts = {
  source: '关系',
  see: '去查看',
  at: clock('zh-CN'),
  syncFailed: (failure) => ({
    title: '全量同步没有完成',
    text: `原因：${failure}\n现有客户没有变动。打开查看，并重新同步。`,
  }),
  syncAsks: ({ wouldLose, of }) => ({
    title: '全量同步等你确认',
    text: `${of} 条跟进关系里有 ${wouldLose} 条在企业微信的列表里不见了，比平时多。\n还没有改动任何客户。打开看看是谁的，再决定。`,
  }),
  formerAppFound: (corpName) => ({
    title: '找到了以前的自建应用',
    text: `「${corpName}」的自建应用里有以前的客户、跟进和标签。\n等你确认后才会搬到这里，确认前什么都不会动。`,
  }),
  takeover: {
    title({ giver, customers, chats }) {
      const what = [customers > 0 ? `${customers} 位客户` : '', chats > 0 ? `${chats} 个客户群` : ''];
      return `${giver?.slice(0, longestName) ?? '有同事'}交给你 ${what.filter(Boolean).join('和 ')}`;
    },
    subtitle: ({ customers, canRefuse }) =>
      customers > 0
        ? `${canRefuse ? '客户可以拒绝；' : ''}24 小时后自动成为你的客户，以前的跟进都看得到。`
        : '',
    seen: '知道了',
    later: '稍后提醒',
    wasSeen: '已知道',
    isLater: '稍后再提醒',
  },
};

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const en: MessageTexts = {
  source: 'Guanxi',
  see: 'Open',
  at: clock('en-GB'),
  syncFailed: (failure) => ({
    title: 'The full sync did not complete',
    text: `Cause: ${failure}\nNo customer was changed. Open to see more and to sync again.`,
  }),
  syncAsks: ({ wouldLose, of }) => ({
    title: 'The full sync waits for your word',
    text: `${wouldLose} of ${many(of, 'relation')} are missing from WeCom's list, more than usual.\nNo customer was changed. Open to see whose they are, then decide.`,
  }),
  formerAppFound: (corpName) => ({
    title: 'A former self-built app was found',
    text: `The self-built app of “${corpName}” holds former customers, follow-ups and tags.\nThey come here once you agree; nothing moves before that.`,
  }),
  takeover: {
    title({ customers, chats }) {
      const what = [customers > 0 ? many(customers, 'customer') : '', chats > 0 ? many(chats, 'group') : ''];
      return `${what.filter(Boolean).join(', ')} for you`;
    },
    subtitle({ giver, customers, canRefuse }) {
      const from = `From ${giver?.slice(0, longestName) ?? 'a colleague'}.`;
      const rest = `${canRefuse ? 'They may refuse; otherwise they' : 'They'} become yours after 24 hours, with all former follow-ups.`;
      return customers > 0 ? `${from} ${rest}` : from;
    },
    seen: 'Got it',
    later: 'Remind me',
    wasSeen: 'Noted',
    isLater: 'In 2 hours',
  },
};

/** The texts of every language the product speaks; one that is missing does not compile. */
export const messageTexts: Readonly<Record<Locale, MessageTexts>> = { 'zh-CN': zhCn, en };
