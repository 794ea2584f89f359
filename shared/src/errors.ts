/** One row of the error table: the HTTP status and the text for each language. */
interface ErrorRow {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

/**
 * Every error the API can answer with. A code is `area.reason`; callers branch on the code, people
 * read the text. Each text names the cause and, where there is one, the remedy.
 */
export const errorTable = {
  'request.invalid': {
    status: 400,
    zh: '提交的内容不完整或格式不对',
    en: 'The request is incomplete or malformed',
  },
  'request.not_found': { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  'request.method_not_allowed': {
    status: 405,
    zh: '这个地址不支持该操作',
    en: 'This address does not support the method',
  },
  'request.too_large': { status: 413, zh: '提交的内容太大', en: 'The request is too large' },
  'request.timeout': { status: 503, zh: '处理超时，请再试一次', en: 'The request took too long; try again' },
  'request.cross_site': {
    status: 403,
    zh: '请求来自其他网站，已拒绝',
    en: 'The request came from another site and was refused',
  },
  'server.unknown': {
    status: 500,
    zh: '服务出错，请带上编号联系管理员',
    en: 'Something failed here; give your admin the reference number',
  },
  'server.unavailable': {
    status: 503,
    zh: '服务暂时不可用，请稍后再试',
    en: 'The service is unavailable; try again shortly',
  },

  'session.missing': {
    status: 401,
    zh: '登录已过期，请从企业微信重新打开',
    en: 'Not signed in; open the page from WeCom again',
  },
  'session.state_mismatch': {
    status: 400,
    zh: '登录校验没通过，请从企业微信重新打开',
    en: 'The sign-in check failed; open the page from WeCom again',
  },
  'session.code_rejected': {
    status: 401,
    zh: '企业微信没有认可这次登录，请重新打开',
    en: 'WeCom did not accept the sign-in; open the page again',
  },
  'session.not_a_member': {
    status: 403,
    zh: '你不是这家企业的成员',
    en: 'You are not a member of this company',
  },
  'session.outside_range': {
    status: 403,
    zh: '你不在应用的可见范围内，请管理员加上你',
    en: 'You are outside the visible range of the app; ask your admin to add you',
  },
  'session.corp_unknown': {
    status: 404,
    zh: '这家企业没有安装关系',
    en: 'This company has not installed Guanxi',
  },

  'access.admin_only': {
    status: 403,
    zh: '只有管理员能打开这里',
    en: 'Only admins can open this',
  },

  'callback.bad_request': { status: 400, zh: '回调内容无法识别', en: 'The callback cannot be read' },
  'callback.bad_signature': { status: 403, zh: '回调签名不对', en: 'The callback signature is wrong' },
  'callback.bad_cipher': { status: 400, zh: '回调无法解密', en: 'The callback cannot be decrypted' },
  'callback.wrong_receiver': {
    status: 403,
    zh: '回调不是发给这家企业的',
    en: 'The callback is meant for another receiver',
  },

  'customer.not_found': {
    status: 404,
    zh: '没有这位客户，或不在你的查看范围内',
    en: 'No such customer, or outside what you may see',
  },
  'customer.no_relation': { status: 404, zh: '你还没有添加这位客户', en: 'You have not added this customer' },

  'follow_up.not_found': { status: 404, zh: '没有这条跟进', en: 'No such follow-up' },
  'follow_up.not_author': {
    status: 403,
    zh: '只有写的人能改这条跟进',
    en: 'Only its author can change a follow-up',
  },
  'follow_up.locked': {
    status: 409,
    zh: '超过 24 小时的跟进不能再改',
    en: 'A follow-up cannot be changed after 24 hours',
  },
  'follow_up.next_in_past': {
    status: 400,
    zh: '下次跟进的时间已经过了',
    en: 'The next follow-up lies in the past',
  },

  'tag.not_found': { status: 404, zh: '标签在企业微信里已不存在', en: 'The tag no longer exists in WeCom' },
  'tag.no_relation': {
    status: 409,
    zh: '你和这位客户已不是好友，不能改标签',
    en: 'You and this customer are no longer connected, so tags cannot change',
  },
  'tag.not_permitted': {
    status: 403,
    zh: '企业没有授权应用修改客户标签，请管理员在企业微信里开通',
    en: 'The company did not allow the app to change tags; ask your admin to allow it in WeCom',
  },
  'tag.no_change': { status: 404, zh: '没有待处理的标签改动', en: 'There is no tag change to act on' },

  'job.not_failed': {
    status: 404,
    zh: '没有这项失败的任务，可能已经重试了',
    en: 'There is no such failed task; it may have been tried again',
  },

  'wecom.unavailable': {
    status: 502,
    zh: '连不上企业微信，请稍后再试',
    en: 'WeCom cannot be reached; try again shortly',
  },
  'wecom.rejected': { status: 502, zh: '企业微信拒绝了请求', en: 'WeCom refused the request' },
  'wecom.limited': {
    status: 503,
    zh: '企业微信接口调用过于频繁，请稍后再试',
    en: 'WeCom limits the calls; try again shortly',
  },
  'wecom.misconfigured': {
    status: 502,
    zh: '应用在企业微信的配置不对，请管理员检查',
    en: 'The app is not set up correctly in WeCom; ask your admin',
  },
  'wecom.licence_missing': {
    status: 403,
    zh: '你还没有互通账号许可，请管理员激活',
    en: 'You have no interoperability licence; ask your admin to activate one',
  },
  'wecom.suspended': {
    status: 503,
    zh: '企业微信暂停了这个应用，请管理员到「安装」页查看原因',
    en: 'WeCom has suspended the app; your admin finds the cause on the installation page',
  },
  'wecom.not_permitted': {
    status: 403,
    zh: '应用没有客户联系权限，请管理员开通',
    en: 'The app lacks the customer-contact permission; ask your admin',
  },
} as const satisfies Record<string, ErrorRow>;

/** A key of the error table. */
export type ErrorCode = keyof typeof errorTable;

/** The body of every error answer. */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    /** The platform's own code where it was the cause. */
    errcode?: number;
    /** Field paths and what is wrong with them, for `request.invalid`. */
    issues?: { path: string; message: string }[];
    /** Reference number; the same as the `x-request-id` header and the log line. */
    requestId: string;
  };
}

/** The languages the product speaks. */
export type Locale = 'zh-CN' | 'en';

/** The text of an error code in a language. */
export function errorMessage(code: ErrorCode, locale: Locale): string {
  const row: ErrorRow = errorTable[code];
  return locale === 'en' ? row.en : row.zh;
}
