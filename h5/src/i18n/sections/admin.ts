import type { SectionMessages } from '../index.ts';

/** The frame of the admin area. */
export const adminMessages = {
  'zh-CN': {
    title: '关系',
    navigation: '管理',
    section: { 'admin-sync': '同步', 'admin-installation': '安装', 'admin-events': '事件' },
  },
  en: {
    title: 'Guanxi',
    navigation: 'Administration',
    section: { 'admin-sync': 'Sync', 'admin-installation': 'Installation', 'admin-events': 'Events' },
  },
} as const satisfies SectionMessages;
