import type { SectionMessages } from '../index.ts';

/** The frame of the admin area. */
export const adminMessages = {
  'zh-CN': {
    title: '关系',
    navigation: '管理',
    section: { 'admin-sync': '同步', 'admin-handover': '继承', 'admin-messages': '消息' },
  },
  en: {
    title: 'Guanxi',
    navigation: 'Administration',
    section: { 'admin-sync': 'Sync', 'admin-handover': 'Handover', 'admin-messages': 'Messages' },
  },
} as const satisfies SectionMessages;
