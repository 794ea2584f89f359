import type { SectionMessages } from '../index.ts';

/** The log of messages to members. */
export const messagesMessages = {
  'zh-CN': {
    title: '消息',
    intro: '关系发给成员的应用消息，和每一条有没有送到。',
    none: '还没有发过消息',
    purpose: { sync_failed: '同步提醒', handover_taken: '继承提醒', former_app_found: '以前的应用' },
    state: { pending: '发送中', sent: '已送达企业微信', failed: '没送到' },
    answered: '已回应',
    reason: {
      left: '成员已离职',
      out_of_range: '不在应用的可见范围',
      unlicensed: '没有互通账号许可',
      not_permitted: '应用不能发消息',
      unreachable: '连不上企业微信',
      rejected: '企业微信没有接受',
    },
  },
  en: {
    title: 'Messages',
    intro: 'What Guanxi sent to members, and whether it arrived.',
    none: 'No messages yet',
    purpose: {
      sync_failed: 'About the sync',
      handover_taken: 'About a handover',
      former_app_found: 'About a former app',
    },
    state: { pending: 'Sending', sent: 'Taken by WeCom', failed: 'Not delivered' },
    answered: 'Answered',
    reason: {
      left: 'The member has left',
      out_of_range: 'Outside the visible range of the app',
      unlicensed: 'No interoperability licence',
      not_permitted: 'The app may not send messages',
      unreachable: 'WeCom could not be reached',
      rejected: 'WeCom did not accept it',
    },
  },
} as const satisfies SectionMessages;
