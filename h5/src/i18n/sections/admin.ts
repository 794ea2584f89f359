import type { SectionMessages } from '../index.ts';

/** The frame of the admin area. */
export const adminMessages = {
  'zh-CN': {
    title: '关系',
    navigation: '管理',
    section: {
      'admin-sync': '同步',
      'admin-contact-ways': '活码',
      'admin-welcome': '欢迎语',
      'admin-join-ways': '入群码',
      'admin-handover': '继承',
      'admin-messages': '消息',
      'admin-installation': '安装',
      'admin-events': '事件',
    },
  },
  en: {
    title: 'Guanxi',
    navigation: 'Administration',
    section: {
      'admin-sync': 'Sync',
      'admin-contact-ways': 'QR codes',
      'admin-welcome': 'Welcome',
      'admin-join-ways': 'Group codes',
      'admin-handover': 'Handover',
      'admin-messages': 'Messages',
      'admin-installation': 'Installation',
      'admin-events': 'Events',
    },
  },
} as const satisfies SectionMessages;
