import type { SectionMessages } from '../index.ts';

/** The frame of the admin area. */
export const adminMessages = {
  'zh-CN': {
    title: '关系',
    navigation: '管理',
    section: { 'admin-sync': '同步', 'admin-join-ways': '入群码' },
  },
  en: {
    title: 'Guanxi',
    navigation: 'Administration',
    section: { 'admin-sync': 'Sync', 'admin-join-ways': 'Group codes' },
  },
} as const satisfies SectionMessages;
