/**
 * What a page in the client may call. Each answers its result fields, `{fail, code?}`, or `{says}` for a keyword of
 * its own, with the words of developer.work.weixin.qq.com/document/path/90539 and 94313.
 *
 * @typedef {import('./bridge-host.js').Call} Call
 * @typedef {import('./bridge-host.js').Registered} Registered
 * @typedef {Record<string, unknown> & {says?: string, fail?: string, code?: number}} Answer
 * @typedef {(call: Call, params: any, registered: Registered) => Promise<Answer> | Answer} Api
 */
import { messageOf } from './sent-message.js';

const NO_CONTACT = { fail: 'without context of external contact' };
const NO_PERMISSION = { fail: 'no permission' };
const CANCELLED = { says: 'cancel' };

/** @param {Call} call @param {'corp' | 'agent'} kind @param {any} signed @param {string[]} list */
const register = async (call, kind, signed, list) => {
  const { ok, errMsg, errCode: code, app } = await call.acts.verify(call.href, kind, signed);
  if (!ok) return { fail: errMsg.replace(/^[^:]*:fail /, ''), code };
  call.identities[kind] = { list, signed, app };
  return {};
};

/** @param {unknown} ids an array, or a text with `;` between */
const idList = (ids) => (Array.isArray(ids) ? ids : String(ids ?? '').split(';')).map(String).filter(Boolean);

/** An id as the app that registered the page sees it. @param {Call} call @param {Registered} by @param {string} id */
const shown = async ({ acts }, by, id) => (await acts.show(by.app.agentid, [id]))[0];

/**
 * Needs the identity of an app (agentConfig with the name in its list); what belongs to customers needs the permission
 * 客户联系 of the app, and of the member.
 * @param {string} name
 * @param {Api} run
 * @param {{ofCustomers?: boolean}} [needs]
 */
const byApp =
  (name, run, { ofCustomers = true } = {}) =>
  (/** @type {Call} */ call, /** @type {any} */ params) => {
    const registered = call.identities.agent;
    if (!registered) return NO_PERMISSION;
    // As the client says it; the SDK takes the underscore apart.
    if (!registered.list.includes(name)) return { says: 'fail_nopermission' };
    const { permissions, in_range: isInRange, has_feature: hasFeature } = registered.app;
    if (!isInRange) return { fail: 'user not in allow list' };
    if (ofCustomers && !(permissions.includes('customers') && hasFeature)) return NO_PERMISSION;
    return run(call, params, registered);
  };

/** Needs any identity with the name in its list; an app's stands above the corp's. @param {string} name @param {Api} run */
const byAnyone = (name, run) => (/** @type {Call} */ call, /** @type {any} */ params) => {
  const registered = call.identities.agent ?? call.identities.corp;
  if (!registered) return NO_PERMISSION;
  if (!registered.list.includes(name)) return { says: 'fail_nopermission' };
  return run(call, params, registered);
};

/** @type {Api} */
const sendChatMessage = async (call, params) => {
  if (!call.session.externalUserId && !call.session.chatId) return NO_CONTACT;
  const said = messageOf(params);
  if ('fail' in said) return said;
  return (await call.acts.say(said)) ? {} : CANCELLED;
};

/** One customer is a chat of two; more people are a group. @type {Api} */
const openEnterpriseChat = async (call, params, by) => {
  const { acts, session } = call;
  const ids = async (/** @type {unknown} */ list) => acts.meant(by.app.agentid, idList(list));
  const [group] = await ids(params.chatId);
  if (group) return (await acts.openGroup(group)) ? { chatId: params.chatId } : { fail: 'invalid chatId' };
  const customers = await ids(params.externalUserIds);
  const members = (await ids([...idList(params.userIds), ...idList(params.useridlist)])).filter(
    (id) => id !== session.userid,
  );
  if (customers.length + members.length === 0) return { fail: 'invalid parameter' };
  if (customers.length === 1 && members.length === 0) {
    return (await acts.openChat(customers[0])) ? {} : { fail: 'user not in contact list' };
  }
  const chatId = await acts.startGroup(session.userid, [...members, ...customers], params.groupName);
  await acts.openGroup(chatId);
  return { chatId: await shown(call, by, chatId) };
};

/** @type {Api} */
const openUserProfile = async ({ acts }, { type, userid }, by) => {
  const [id = ''] = await acts.meant(by.app.agentid, [String(userid)]);
  return (await acts.openProfile(Number(type), id)) ? {} : { fail: 'invalid userid' };
};

/** @type {Api} */
const selectEnterpriseContact = async ({ acts }, params, by) => {
  const types = params.type ?? [];
  const users = await acts.meant(by.app.agentid, idList(params.selectedUserIds));
  const picked = await acts.pickPeople({
    ...{ departments: types.includes('department'), users: types.includes('user') },
    ...{ isMany: params.mode !== 'single', chosen: [...users, ...idList(params.selectedDepartmentIds)] },
  });
  if (!picked) return CANCELLED;
  const isDepartment = (/** @type {string} */ id) => acts.nameOf('departmentName', id) !== undefined;
  const seen = await acts.show(by.app.agentid, picked);
  const rows = picked.map((id, at) => ({ plain: id, id: seen[at], isDepartment: isDepartment(id) }));
  const named = (/** @type {string} */ type, /** @type {any} */ { plain, id }) => ({
    id,
    ...(by.app.sees_names && { name: acts.nameOf(type, plain) ?? '' }),
  });
  const result = {
    departmentList: rows.filter((row) => row.isDepartment).map((row) => named('departmentName', row)),
    userList: rows.filter((row) => !row.isDepartment).map((row) => named('userName', row)),
  };
  return { result: JSON.stringify(result) };
};

/** @type {Api} */
const createExternalPayment = async ({ acts }, { paymentType = 0, totalFee, description }, by) => {
  if (!by.app.permissions.includes('payments')) return { says: 'access denied' };
  const paid = await acts.pay({ isInChat: paymentType === 0, totalFee, description });
  return paid ? { paymentId: paid.paymentId } : CANCELLED;
};

/** @type {Record<string, (call: Call, params: any) => Promise<Answer> | Answer>} */
export const bridgeApis = {
  preVerifyJSAPI: async (call, params) => {
    const list = params.verifyJsApiList ?? [];
    const signed = {
      ...{ corpid: params.verifyAppId, timestamp: params.verifyTimestamp },
      ...{ nonceStr: params.verifyNonceStr, signature: params.verifySignature },
    };
    const before = call.identities.agent?.signed;
    // After agentConfig the SDK writes that call's signature over this one's: the page is known by it already.
    if (before && before.signature === signed.signature && before.nonceStr === signed.nonceStr) {
      call.identities.corp = { ...call.identities.agent, list };
    } else {
      const answer = await register(call, 'corp', signed, list);
      if (answer.fail !== undefined) return answer;
    }
    return { checkResult: Object.fromEntries(list.map((/** @type {string} */ name) => [name, true])) };
  },
  agentConfig: (call, params) => {
    const { corpid, agentid, timestamp, nonceStr, signature } = params;
    const signed = { corpid, agentid, timestamp, nonceStr, signature };
    return register(call, 'agent', signed, params.jsApiList ?? []);
  },
  checkJsApi: (_call, { jsApiList = [] }) => ({
    checkResult: Object.fromEntries(
      jsApiList.map((/** @type {string} */ name) => [name, Object.hasOwn(bridgeApis, name)]),
    ),
  }),
  getContext: ({ session }) => ({ entry: session.entry }),
  getCurExternalContact: byApp('getCurExternalContact', async (call, _params, by) => {
    const { externalUserId } = call.session;
    return externalUserId ? { userId: await shown(call, by, externalUserId) } : NO_CONTACT;
  }),
  getCurExternalChat: byApp('getCurExternalChat', async (call, _params, by) => {
    const { chatId } = call.session;
    return chatId ? { chatId: await shown(call, by, chatId) } : NO_CONTACT;
  }),
  sendChatMessage: byApp('sendChatMessage', sendChatMessage),
  openEnterpriseChat: byAnyone('openEnterpriseChat', openEnterpriseChat),
  openUserProfile: byAnyone('openUserProfile', openUserProfile),
  selectEnterpriseContact: byAnyone('selectEnterpriseContact', selectEnterpriseContact),
  selectExternalContact: byApp('selectExternalContact', async ({ acts }, _params, by) => {
    const picked = await acts.pickCustomers();
    return picked ? { userIds: await acts.show(by.app.agentid, picked) } : CANCELLED;
  }),
  navigateToAddCustomer: byApp('navigateToAddCustomer', ({ acts }) => {
    acts.addCustomer();
    return {};
  }),
  createExternalPayment: byApp('createExternalPayment', createExternalPayment, { ofCustomers: false }),
  /** The page's side makes `WWOpenData` when this is answered well. */
  'wwapp.initWwOpenData': ({ identities }) => (identities.agent ? {} : NO_PERMISSION),
  /** Not the platform's: how `ww-open-data` of `bridge.js` asks for what it shows. */
  'sim.openData': async ({ acts, identities }, { items }) => {
    const { agent } = identities;
    if (!agent) return NO_PERMISSION;
    const plain = await acts.meant(
      agent.app.agentid,
      items.map((/** @type {any} */ { id }) => String(id)),
    );
    return { names: items.map((/** @type {any} */ { type }, at) => acts.nameOf(type, plain[at]) ?? null) };
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
