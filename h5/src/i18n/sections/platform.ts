import type { SectionMessages } from '../index.ts';

/** How the server and WeCom get on. */
export const platformMessages = {
  'zh-CN': {
    title: '接口调用',
    ended: '已停止一切调用（{code}），{time}再试',
    pause: '{work}：暂停到 {time}（{code}）',
    pauseAll: '全部调用暂停到 {time}（{code}）',
    none: '没有暂停的调用',
    lastHour: '近一小时 {total} 次，没成的 {failed} 次',
    hint: '只算这个服务进程；多个进程各算各的',
  },
  en: {
    title: 'Calls of WeCom',
    ended: 'Nothing is called ({code}); the next try is at {time}',
    pause: '{work}: paused until {time} ({code})',
    pauseAll: 'Every call is paused until {time} ({code})',
    none: 'No calls are paused',
    lastHour: '{total} in the last hour, {failed} without success',
    hint: 'Counted by this process of the server; each counts its own',
  },
} as const satisfies SectionMessages;
