import { z } from 'zod';
import { defineRoute } from './contract.ts';
import type { Locale } from './errors.ts';
import { Instant } from './time.ts';

/** One text in each language. */
interface Text {
  readonly zh: string;
  readonly en: string;
}

/** What the calls of the platform are for, in the words of the product. */
const works = {
  token: { zh: '获取访问凭证', en: 'Getting access' },
  sign_in: { zh: '成员登录', en: 'Signing members in' },
  page: { zh: '侧边栏页面签名', en: 'Signing the sidebar page' },
  members: { zh: '读取成员和部门', en: 'Reading members and departments' },
  customers: { zh: '读取客户', en: 'Reading customers' },
  tags: { zh: '客户标签', en: 'Customer tags' },
  remarks: { zh: '修改客户备注', en: 'Changing remarks' },
  groups: { zh: '客户群', en: 'Group chats' },
  channels: { zh: '渠道码', en: 'Channel codes' },
  welcome: { zh: '欢迎语', en: 'Welcome messages' },
  handover: { zh: '客户继承', en: 'Handing customers over' },
  statistics: { zh: '联系客户统计', en: 'Contact statistics' },
  messages: { zh: '发送应用消息', en: 'Sending app messages' },
  other: { zh: '其他接口', en: 'Other calls' },
} as const satisfies Record<string, Text>;

/** Why WeCom refuses, as far as somebody can do something about it. */
const causes = {
  too_frequent: {
    zh: '调用次数超过企业微信的限制，到时间会自动继续',
    en: 'More calls than WeCom allows; they continue by themselves',
  },
  restricted: {
    zh: '企业微信认为调用异常，暂时限制访问，到时间会自动继续',
    en: 'WeCom finds the calls unusual and limits them; they continue by themselves',
  },
  authorisation_ended: {
    zh: '企业已取消对本应用的授权，请管理员重新安装',
    en: 'The company took its authorisation back; install the app again',
  },
  app_disabled: {
    zh: '应用已在企业微信管理后台停用，请管理员启用',
    en: 'The app is disabled in the WeCom admin console; enable it there',
  },
  corp_closed: {
    zh: '企业已在企业微信解散或被封禁',
    en: 'The company was dissolved or banned in WeCom',
  },
  credentials: {
    zh: '应用的企业ID、AgentId 或 Secret 不对，请运维检查服务的设置',
    en: 'The corpid, AgentId or secret of the app is wrong; check the settings of the server',
  },
  address_not_trusted: {
    zh: '服务器的 IP 不在应用的企业可信IP中，请管理员加上',
    en: "The server's address is not among the trusted IPs of the app; add it there",
  },
  not_granted: {
    zh: '应用没有这个接口的权限，请管理员在企业微信管理后台开通',
    en: 'The app may not call this API; grant it in the WeCom admin console',
  },
  inactive: {
    zh: '应用长期无人使用或活跃成员不足，企业微信收回了权限，请管理员处理',
    en: 'Too few members use the app, so WeCom withdrew the permission; ask your admin',
  },
  licence: {
    zh: '应用的授权席位或期限不足，请管理员处理',
    en: 'Seats or term of the app are used up; ask your admin',
  },
  other: {
    zh: '企业微信拒绝了调用，请对照错误码检查',
    en: 'WeCom refuses the call; look the code up',
  },
} as const satisfies Record<string, Text>;

export type PlatformWork = keyof typeof works;
export type PlatformCause = keyof typeof causes;

/** What a kind of calls is for, for people. */
export function platformWorkText(work: PlatformWork, locale: Locale): string {
  return works[work][locale === 'en' ? 'en' : 'zh'];
}

/** What a refusal means and what to do about it, for people. */
export function platformCauseText(cause: PlatformCause, locale: Locale): string {
  return causes[cause][locale === 'en' ? 'en' : 'zh'];
}

const Work = z.enum(Object.keys(works) as [PlatformWork, ...PlatformWork[]]);
const Cause = z.enum(Object.keys(causes) as [PlatformCause, ...PlatformCause[]]);

/** What became of a call. */
export const CallOutcome = z.enum([
  'ok',
  /** WeCom was busy, or another writer was faster; tried again. */
  'busy',
  /** The token was void even after it had been renewed. */
  'token_refused',
  'limited',
  'refused',
  'not_permitted',
  /** The member, customer or installation is not there any more. */
  'gone',
  'unavailable',
  /** Not sent, to keep a limit or a pause. */
  'held_back',
]);
export type CallOutcome = z.output<typeof CallOutcome>;

/** The code WeCom gave, and what it means. */
const Reason = { errcode: z.number().int(), cause: Cause };

export const PlatformState = z.object({
  /** Set while nothing is called for the company at all. */
  ended: z.object({ ...Reason, since: Instant, nextTryAt: Instant }).nullable(),
  /** Calls that wait until a time. */
  pauses: z.array(
    z.object({
      ...Reason,
      work: Work,
      /** Path of the call below `/cgi-bin/`. */
      api: z.string(),
      /** Every call waits, because this one gives access to the others. */
      holdsUpAll: z.boolean(),
      since: Instant,
      until: Instant,
    }),
  ),
  /** Calls of the last hour, as one of the server's processes made them. */
  calls: z.array(
    z.object({
      work: Work,
      api: z.string(),
      outcome: CallOutcome,
      count: z.number().int(),
      averageMs: z.number().int(),
    }),
  ),
});
export type PlatformState = z.output<typeof PlatformState>;

export const getPlatformState = defineRoute({
  method: 'GET',
  path: '/platform-state',
  summary: "How the server and WeCom get on, for the caller's company",
  access: 'admin',
  response: PlatformState,
});
