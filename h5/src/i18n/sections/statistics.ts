import type { SectionMessages } from '../index.ts';

/** What members did with customers. */
export const statisticsMessages = {
  'zh-CN': {
    title: '联系客户统计',
    days: '近 {n} 天',
    yesterday: '昨天',
    asOf: '{from} 至 {to}，{time} 从企业微信读取',
    none: '这几天还没有数据',
    noneHint: '每天清晨读取前一天的数据',
    failure: '最近一次没读全：{text}',
    member: '成员',
    total: '合计',
    sortedBy: '按姓名排列',
    how: '怎么算的',
    column: {
      newContacts: '新客户',
      applied: '发起申请',
      chats: '聊天客户',
      messages: '发消息',
      reply: '回复率',
      replyTime: '首次回复',
      lost: '删除或拉黑',
    },
    minutes: '{n} 分钟',
    formula: {
      source:
        '数字来自企业微信的「联系客户统计」，按中国时间的自然日计算，不含今天。企业微信会更正前几天的数字，所以最近 3 天每天重读。',
      newContacts: '新客户：当天新加上的客户数。',
      applied: '发起申请：成员主动发出的好友申请数。',
      chats: '聊天客户：当天聊过的客户数，每天各算一次。',
      messages: '发消息：成员在单聊里发出的消息数。',
      reply: '回复率：已回复的聊天占比。多天或多人合计时，按每天的聊天客户数加权。',
      replyTime: '首次回复：客户说话到成员第一次回复的分钟数，按已回复的聊天数加权。',
      lost: '删除或拉黑：删除或拉黑成员的客户数。',
    },
  },
  en: {
    title: 'Customer contact',
    days: 'Last {n} days',
    yesterday: 'Yesterday',
    asOf: '{from} to {to}, read from WeCom {time}',
    none: 'There are no numbers for these days',
    noneHint: 'Each day is read early the next morning',
    failure: 'The last reading is not complete: {text}',
    member: 'Member',
    total: 'Total',
    sortedBy: 'Sorted by name',
    how: 'How it is counted',
    column: {
      newContacts: 'New customers',
      applied: 'Requests sent',
      chats: 'Chatted with',
      messages: 'Messages',
      reply: 'Replied',
      replyTime: 'First reply',
      lost: 'Deleted or blocked',
    },
    minutes: '{n} min',
    formula: {
      source:
        'The numbers are those of WeCom, by calendar days in China, without today. WeCom corrects the last days, so the newest three are read again each day.',
      newContacts: 'New customers: customers added on the day.',
      applied: 'Requests sent: requests to add a customer that the member sent.',
      chats: 'Chatted with: customers chatted with on the day, counted anew each day.',
      messages: 'Messages: what the member sent in single chats.',
      reply: 'Replied: share of chats with a reply, weighted by the chats of each day.',
      replyTime:
        'First reply: minutes from the customer’s words to the first reply, weighted by the chats with one.',
      lost: 'Deleted or blocked: customers who deleted or blocked the member.',
    },
  },
} as const satisfies SectionMessages;
