/**
 * What a page in the client may call. Each answers its result fields, or `{fail, code?}` with the words of
 * developer.work.weixin.qq.com/document/path/90539 and 94313.
 *
 * @typedef {import('./bridge-host.js').Call} Call
 * @typedef {Record<string, unknown> & {fail?: string, code?: number, isCancelled?: boolean}} Answer
 */

const CODES = { 'invalid signature': 40093, 'invalid url domain': 80001 };
const NO_CONTACT = { fail: 'without context of external contact' };

/** @param {Call} call @param {'corp' | 'agent'} kind @param {object} signed @param {string[]} list */
const verify = async (call, kind, signed, list) => {
  const { ok, errMsg } = await call.acts.verify(call.href, kind, signed);
  if (!ok) {
    const fail = errMsg.replace(/^[^:]*:fail /, '');
    return { fail, code: CODES[fail] };
  }
  if (kind === 'agent') call.granted.set(call.page, list);
  return {};
};

/** @param {unknown} ids an array, or a text with `;` between */
const idList = (ids) => (Array.isArray(ids) ? ids : String(ids ?? '').split(';')).map(String).filter(Boolean);

/**
 * For the APIs of customers: the page must have passed agentConfig with the name in its list.
 * @param {string} name
 * @param {(call: Call, params: Record<string, unknown>) => Promise<Answer> | Answer} run
 */
const granted = (name, run) => (/** @type {Call} */ call, /** @type {Record<string, unknown>} */ params) => {
  const list = call.granted.get(call.page);
  if (!list) return { fail: 'no permission' };
  if (!list.includes(name)) return { fail: 'nopermission' };
  return run(call, params);
};

/** The chat shows text only, so a link is written as one and drawn as a card. */
const textOf = (/** @type {Record<string, any>} */ { msgtype, ...body }) => {
  if (msgtype === 'text') return body.text?.content ?? '';
  if (msgtype === 'news') {
    const { title = '', desc = '', link } = body.news ?? {};
    return link ? ['[链接]', title || link, desc, link].join('\n') : '';
  }
  const label = { image: '[图片]', video: '[视频]', file: '[文件]', miniprogram: '[小程序]' }[msgtype];
  const name = body[msgtype]?.title ?? '';
  return label ? `${label} ${name}`.trim() : undefined;
};

const sendChatMessage = async (/** @type {Call} */ call, /** @type {Record<string, unknown>} */ params) => {
  if (call.session.entry !== 'single_chat_tools' || !call.session.externalUserId) return NO_CONTACT;
  const text = textOf(params);
  if (text === undefined) return { fail: 'unsupported msgtype' };
  if (!text) return { fail: 'invalid parameter' };
  const isSent = await call.acts.say(text.slice(0, 4000));
  return { isCancelled: !isSent };
};

const openEnterpriseChat = async (
  /** @type {Call} */ call,
  /** @type {Record<string, unknown>} */ params,
) => {
  const [externalUserId] = idList(params.externalUserIds);
  if (!externalUserId) return { fail: 'invalid parameter' };
  const isOpen = await call.acts.openChat(externalUserId);
  return isOpen ? { chatId: `wr-${externalUserId}` } : { fail: 'user not in contact list' };
};

/** @type {Record<string, (call: Call, params: any) => Promise<Answer | undefined> | Answer | undefined>} */
export const bridgeApis = {
  preVerifyJSAPI: async (call, params) => {
    if (params.verifyAppId !== call.session.corpid) return { fail: 'invalid corpid', code: 40013 };
    const list = params.verifyJsApiList ?? [];
    const signed = {
      timestamp: params.verifyTimestamp,
      nonceStr: params.verifyNonceStr,
      signature: params.verifySignature,
    };
    const answer = await verify(call, 'corp', signed, list);
    if (answer.fail !== undefined) return answer;
    return { checkResult: Object.fromEntries(list.map((/** @type {string} */ name) => [name, true])) };
  },
  agentConfig: (call, params) => {
    // A page of another corp than the member's own.
    if (params.corpid !== call.session.corpid) return { fail: 'invalid corpid', code: 92002 };
    const { agentid, timestamp, nonceStr, signature } = params;
    return verify(call, 'agent', { agentid, timestamp, nonceStr, signature }, params.jsApiList ?? []);
  },
  checkJsApi: (_call, { jsApiList = [] }) => ({
    checkResult: Object.fromEntries(
      jsApiList.map((/** @type {string} */ name) => [name, Object.hasOwn(bridgeApis, name)]),
    ),
  }),
  getContext: ({ session }) => ({ entry: session.entry }),
  getCurExternalContact: granted('getCurExternalContact', ({ session }) =>
    session.externalUserId ? { userId: session.externalUserId } : NO_CONTACT,
  ),
  sendChatMessage: granted('sendChatMessage', sendChatMessage),
  openEnterpriseChat,
  openUserProfile: async ({ acts }, { type, userid }) =>
    (await acts.openProfile(Number(type), String(userid))) ? {} : { fail: 'invalid userid' },
  navigateToAddCustomer: ({ acts }) => {
    acts.addCustomer();
    return {};
  },
  openDefaultBrowser: ({ acts }, { url }) => {
    if (!/^https?:\/\//i.test(String(url))) return { fail: 'invalid url' };
    acts.openBrowser(String(url));
    return {};
  },
  closeWindow: ({ acts }) => {
    acts.close();
    return {};
  },
};
