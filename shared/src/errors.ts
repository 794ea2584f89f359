import type { Locale } from './locale.ts';

export type { Locale } from './locale.ts';

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
    zh: '登录已过期，请重新登录',
    en: 'Not signed in; sign in again',
  },
  'session.state_mismatch': {
    status: 400,
    zh: '登录校验没通过，可能是页面放得太久，请重新登录',
    en: 'The sign-in check failed, perhaps the page was left open too long; sign in again',
  },
  'session.code_rejected': {
    status: 401,
    zh: '企业微信没有认可这次登录，请重新打开',
    en: 'WeCom did not accept the sign-in; open the page again',
  },
  'session.cancelled': {
    status: 400,
    zh: '登录取消了，要用就再登录一次',
    en: 'The sign-in was cancelled; sign in again when you want to',
  },
  'session.too_many_attempts': {
    status: 429,
    zh: '从你的网络来的登录失败太多，过几分钟再登录',
    en: 'Too many sign-ins from your network failed; sign in again in a few minutes',
  },
  'session.client_only': {
    status: 404,
    zh: '这个应用不能在浏览器里登录，请从企业微信打开',
    en: 'This app has no sign-in in a browser; open it from WeCom',
  },
  'session.app_replaced': {
    status: 410,
    zh: '企业已改用新的关系应用，资料都搬过去了，请从工作台打开新应用',
    en: 'The company uses another Guanxi app now, and everything is there; open that app from the workbench',
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

  'access.manager_only': {
    status: 403,
    zh: '只有主管和管理员能打开这里',
    en: 'Only managers and admins can open this',
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

  'group_chat.not_found': {
    status: 404,
    zh: '没有这个群，或不在你的查看范围内',
    en: 'No such group chat, or outside what you may see',
  },
  'group_chat.hidden': {
    status: 404,
    zh: '企业微信不让应用看这个群',
    en: 'WeCom does not show this group chat to the app',
  },
  'join_way.not_found': { status: 404, zh: '没有这个入群码', en: 'No such way into a group chat' },
  'join_way.channel_taken': {
    status: 409,
    zh: '这个渠道名已经用在别的入群码上',
    en: 'Another way into a group chat has this channel already',
  },
  'join_way.chat_not_open': {
    status: 409,
    zh: '选的群里有已经解散或看不到的',
    en: 'One of the chosen chats is dismissed or cannot be seen',
  },

  'contact_way.not_found': { status: 404, zh: '没有这个活码', en: 'No such contact way' },
  'contact_way.foreign': {
    status: 409,
    zh: '这个活码是别的程序建的，只能在那里改',
    en: 'Another program made this contact way; change it there',
  },
  'contact_way.kind_fixed': {
    status: 409,
    zh: '单人活码不能改成多人，请新建一个',
    en: 'A way to one person cannot lead to several; make a new one',
  },
  'contact_way.no_failure': {
    status: 409,
    zh: '这个活码没有失败的改动',
    en: 'Nothing of this contact way has failed',
  },
  'contact_way.not_permitted': {
    status: 403,
    zh: '应用没有「联系我」权限，请管理员开通',
    en: 'The app may not make contact ways; ask your admin',
  },
  'contact_way.too_many': {
    status: 409,
    zh: '企业的活码已满 50 万个',
    en: 'The company has 500,000 contact ways, which is the most',
  },
  'contact_way.member_not_usable': {
    status: 409,
    zh: '有成员已离开，或没有客户联系权限',
    en: 'A member has left, or may not have customers',
  },
  'contact_way.department_not_found': {
    status: 404,
    zh: '有部门已不存在',
    en: 'A department no longer exists',
  },

  'group_welcome.not_found': { status: 404, zh: '没有这条入群欢迎语', en: 'No such group welcome' },
  'group_welcome.no_failure': {
    status: 409,
    zh: '这条入群欢迎语没有失败的改动',
    en: 'Nothing of this group welcome has failed',
  },
  'group_welcome.too_many': {
    status: 409,
    zh: '企业的入群欢迎语已满 100 条',
    en: 'The company has 100 group welcomes, which is the most',
  },

  'media.not_found': { status: 404, zh: '没有这个文件，请重新上传', en: 'No such file; upload it again' },
  'media.too_small': { status: 400, zh: '文件是空的或太小', en: 'The file is empty or too small' },
  'media.not_an_image': {
    status: 400,
    zh: '图片只能是 JPG 或 PNG',
    en: 'A picture must be JPG or PNG',
  },
  'media.not_a_video': { status: 400, zh: '视频只能是 MP4', en: 'A video must be MP4' },

  'welcome.not_found': { status: 404, zh: '没有这条欢迎语', en: 'No such welcome message' },
  'welcome.target_not_found': {
    status: 404,
    zh: '没有这个部门或成员',
    en: 'No such department or member',
  },

  'profile.no_relation': {
    status: 409,
    zh: '你和这位客户已不是好友，不能改资料',
    en: 'You and this customer are no longer connected, so the profile cannot change',
  },
  'profile.remark_too_long': {
    status: 400,
    zh: '备注最多 20 个字',
    en: 'A remark has at most 20 characters',
  },
  'profile.description_too_long': {
    status: 400,
    zh: '描述最多 150 个字',
    en: 'A description has at most 150 characters',
  },
  'profile.company_too_long': {
    status: 400,
    zh: '公司最多 20 个字',
    en: 'A company has at most 20 characters',
  },
  'profile.company_fixed': {
    status: 409,
    zh: '企业微信用户的公司由对方的企业决定，不能改',
    en: 'The company of a WeCom user is set by their own company and cannot change',
  },
  'profile.too_many_mobiles': {
    status: 400,
    zh: '电话最多 5 个',
    en: 'There can be at most 5 phone numbers',
  },
  'profile.mobile_malformed': {
    status: 400,
    zh: '电话要有 5 到 20 位数字',
    en: 'A phone number has 5 to 20 digits',
  },
  'profile.mobile_unknown': {
    status: 404,
    zh: '这个电话已经不在资料里了',
    en: 'This phone number is no longer in the profile',
  },
  'profile.no_change': {
    status: 404,
    zh: '没有待处理的资料改动',
    en: 'There is no profile change to act on',
  },

  'member.not_found': {
    status: 404,
    zh: '没有这位成员，或不在你的查看范围内',
    en: 'No such member, or outside what you may see',
  },

  'id_conversion.not_found': {
    status: 404,
    zh: '没有找到这家企业以前的自建应用',
    en: 'No former self-built app of this company was found',
  },
  'id_conversion.running': {
    status: 409,
    zh: '资料正在搬过来，请等它做完',
    en: 'The history is on its way already; wait until it is here',
  },
  'id_upgrade.not_possible': {
    status: 409,
    zh: '这个应用的账号 ID 现在不能升级',
    en: 'The ids of this app cannot be upgraded now',
  },
  'handover.not_found': { status: 404, zh: '没有这次继承', en: 'No such handover' },
  'handover.same_member': {
    status: 400,
    zh: '交出和接手的是同一个人',
    en: 'Giver and taker are the same member',
  },
  'handover.cannot_take_over': {
    status: 409,
    zh: '接手的人没有开通客户联系，或已离职',
    en: 'Who is to take over is not set up for customer contact, or has left',
  },
  'handover.not_permitted': {
    status: 403,
    zh: '应用没有分配客户的权限，请管理员在企业微信开通',
    en: 'The app may not hand customers over; ask your admin to permit it in WeCom',
  },
  'handover.no_customers': {
    status: 409,
    zh: '没有可以继承的客户',
    en: 'There is no customer to hand over',
  },
  'handover.nothing_to_retry': {
    status: 409,
    zh: '没有可以重试的客户',
    en: 'There is nothing to try again',
  },

  'sync.not_found': { status: 404, zh: '没有这次同步', en: 'No such sync' },
  'sync.not_asking': {
    status: 409,
    zh: '这次同步没有等待确认，可能已经确认过，或又同步了一次',
    en: 'This sync asks nothing; somebody may have answered, or it ran again',
  },

  'sync.losses_of_others': {
    status: 409,
    zh: '不见了的关系里有同事的，你不能替他们确认',
    en: 'Some of what is missing is of colleagues, for whom you cannot say',
  },
  'sync.too_soon': {
    status: 409,
    zh: '刚刚同步过，过几分钟再来',
    en: 'It was synced a moment ago; come back in a few minutes',
  },

  'installation.not_by_members': {
    status: 404,
    zh: '应用是管理员为全公司装的，没有这一页',
    en: 'An admin installed the app for the company, so there is no such page',
  },

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
  'wecom.access_ended': {
    status: 502,
    zh: '企业微信已停止对本应用的授权，请管理员重新启用或安装应用',
    en: 'WeCom ended the access of this app; ask your admin to enable or install it again',
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
    /** When to try again, where that is known. */
    retryAfterSeconds?: number;
    /** Reference number; the same as the `x-request-id` header and the log line. */
    requestId: string;
  };
}

/** The text of an error code in a language. */
export function errorMessage(code: ErrorCode, locale: Locale): string {
  const row: ErrorRow = errorTable[code];
  return locale === 'en' ? row.en : row.zh;
}
