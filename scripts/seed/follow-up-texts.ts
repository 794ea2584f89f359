import type { FollowUpMethod, FollowUpOutcome } from '@guanxi/shared/follow-ups';

/** One believable follow-up; `nextDays` counts from the day it was written. */
export interface FollowUpText {
  readonly method: FollowUpMethod;
  readonly outcome: FollowUpOutcome | null;
  readonly body: string;
  readonly nextDays: number | null;
}

/** What reps of a machine-tool maker write. Each list is one customer's story, oldest first. */
export const stories: readonly (readonly FollowUpText[])[] = [
  [
    {
      method: 'wechat',
      outcome: 'interested',
      body: '扫码加上，问五轴有没有现货。发了样本和两段加工视频。',
      nextDays: 2,
    },
    {
      method: 'phone',
      outcome: 'interested',
      body: '厂里要换两台老设备，主要铣铝件。约了周三去看现场。',
      nextDays: 3,
    },
    {
      method: 'visit',
      outcome: 'awaiting_approval',
      body: '下车间走了一圈，机型定了五轴，节拍对得上。差集团批钱，说好周末前有信。',
      nextDays: 4,
    },
  ],
  [
    { method: 'phone', outcome: 'no_answer', body: '打了两次没接，微信留了言。', nextDays: 1 },
    {
      method: 'wechat',
      outcome: 'price_change',
      body: '嫌报价高一成，竞品给的是 26 万。回去申请赠送首年保养。',
      nextDays: 2,
    },
  ],
  [
    {
      method: 'meeting',
      outcome: 'awaiting_approval',
      body: '线上过了技术协议，刀库容量改成 24 把。等他们设备部盖章。',
      nextDays: 7,
    },
  ],
  [
    { method: 'wechat', outcome: null, body: '寄了样件检测报告，对方说收到，让质检先看。', nextDays: 3 },
    {
      method: 'phone',
      outcome: 'interested',
      body: '质检通过，想先订一台试用三个月。要我们出租转售的方案。',
      nextDays: 5,
    },
  ],
  [{ method: 'phone', outcome: 'no_need', body: '今年没有新增设备的计划，明年开春再联系。', nextDays: null }],
  [
    {
      method: 'visit',
      outcome: 'interested',
      body: '主轴异响，售后已换轴承。顺便聊到明年扩产，可能加三台。',
      nextDays: 14,
    },
    { method: 'wechat', outcome: null, body: '发了维保合同续签稿，单价不变。', nextDays: 6 },
  ],
];
