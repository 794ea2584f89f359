import type { SectionMessages } from '../index.ts';

/** The customer list and its search. */
export const searchMessages = {
  'zh-CN': {
    label: '姓名、拼音、手机尾号',
    whose: '找谁的客户',
    who: { mine: '我的', scope: '我管的', all: '全部' },
    start: { scope: '搜索我管的客户', all: '搜索公司的全部客户' },
    startHint: '输入姓名、备注、公司，全拼或首字母，或手机号后 4 位。多个词用空格隔开。',
    noMatch: '没有找到「{text}」',
    noMatchHint: '试试名字里的几个字、拼音首字母，或手机号后 4 位。',
    incomplete: '正在整理客户，暂时可能搜不全',
    tailMatches: '手机尾号相符',
    followedBy: '{names} 跟进',
    followedByMore: '{names} 等 {n} 人跟进',
    namesBetween: '、',
  },
  en: {
    label: 'Name, company, phone ending',
    whose: 'Whose customers',
    who: { mine: 'Mine', scope: 'My teams', all: 'All' },
    start: { scope: "Search my teams' customers", all: 'Search all customers of the company' },
    startHint:
      'Type a name, remark or company, its pinyin or initials, or the last 4 digits of a phone. Put a space between words.',
    noMatch: 'Nothing found for “{text}”',
    noMatchHint: 'Try part of the name, its pinyin initials, or the last 4 digits of a phone.',
    incomplete: 'Customers are still being indexed, some may be missing',
    tailMatches: 'Phone ending matches',
    followedBy: 'Followed by {names}',
    followedByMore: 'Followed by {names} and others, {n} in all',
    namesBetween: ', ',
  },
} satisfies SectionMessages;
