import type { SectionMessages } from '../index.ts';

/** The picker of members. */
export const memberMessages = {
  'zh-CN': {
    search: '搜索姓名、账号或拼音',
    noMatch: '没有找到“{text}”',
    none: '没有可选的成员',
    left: '已离职',
    noCustomers: '未开通客户联系',
    chosen: '已选 {n} 人',
  },
  en: {
    search: 'Search name, userid or pinyin',
    noMatch: 'Nothing found for “{text}”',
    none: 'There is no member to choose',
    left: 'Left',
    noCustomers: 'Not set up for customer contact',
    chosen: '{n} member chosen|{n} members chosen',
  },
} as const satisfies SectionMessages;
