/** What the client does when the framed page asks for it. */
import { openAddDialog } from './add-dialog.js';
import { read, write } from './api.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { askPayment } from './payment-dialog.js';
import { pickMany } from './pick-dialog.js';
import { confirmSend } from './send-confirm.js';
import { memberOf, set, state } from './store.js';
import { toast } from './toasts.js';
import { ADD_WAYS, longTime } from './words.js';
import { openChat, openGroup } from './world.js';

/**
 * What every frame of an app has in common: who sits before the client, and no chat.
 * @param {any} app
 * @returns {import('./bridge-host.js').FrameSession}
 */
export const sessionOf = (app) => ({
  ...{ corpid: state.corp, userid: state.member, agentid: app?.agentid ?? 0 },
  ...{ entry: 'normal', externalUserId: null, chatId: null },
});

/** The name tells the platform's sign-in who sits there, and the page when it is another's. */
export const frameName = (/** @type {import('./bridge-host.js').FrameSession} */ session) =>
  `wecom-member:${session.corpid}/${session.userid}#${session.agentid}`;

/** @param {string} title @param {[string, string | undefined][]} facts */
const profile = (title, facts) =>
  openDialog(
    title,
    el(
      'dl',
      { class: 'facts' },
      facts
        .filter(([, value]) => value)
        .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
    ),
  );

const customerProfile = (/** @type {any} */ { contact, relation, chat }) =>
  profile(chat?.display_name ?? contact.name, [
    ['昵称', contact.name],
    ['来自', contact.type === 1 ? '微信' : contact.corp_name || '企业微信'],
    ['备注公司', relation?.remark_corp_name],
    ['添加方式', relation && ADD_WAYS[relation.add_way]],
    ['渠道', relation?.state],
    ['添加时间', relation && longTime(relation.createtime)],
    ['标签', relation?.tag_name.join('、')],
  ]);

/** Another chat takes the page away; it hears the answer first. */
const LEAVE_MS = 100;
const soon = (/** @type {() => Promise<void>} */ open) =>
  void setTimeout(
    () => open().catch((error) => toast('打不开', { tone: 'danger', detail: error.message })),
    LEAVE_MS,
  );

/** What is sent goes into the chat that the page stands beside. */
const send = (
  /** @type {import('./bridge-host.js').FrameSession} */ session,
  /** @type {{text: string, msgtype: string, body: object}} */ said,
) => {
  const { userid, externalUserId, chatId } = session;
  if (chatId) return write('group-message', { chat_id: chatId, sender: userid, ...said });
  return write('message', { userid, external_userid: externalUserId, from: 'member', ...said });
};

const nameOfId = {
  userName: (/** @type {string} */ id) => memberOf(id)?.name,
  userAlias: () => undefined,
  userAliasOrName: (/** @type {string} */ id) => memberOf(id)?.name,
  departmentName: (/** @type {string} */ id) =>
    state.company?.departments.find((/** @type {any} */ one) => String(one.id) === id)?.name,
};

const chatRows = () =>
  (state.chats ?? []).map((chat) => ({
    id: chat.external_userid,
    name: chat.display_name,
    note: chat.company,
  }));

const memberRows = () =>
  state.company.members.map((/** @type {any} */ member) => ({
    ...{ id: member.userid, name: member.name, note: member.department_name },
  }));

const departmentRows = () =>
  state.company.departments.map((/** @type {any} */ one) => ({
    id: String(one.id),
    name: one.name,
    note: '部门',
  }));

/**
 * @param {import('./bridge-host.js').FrameSession} session
 * @returns {import('./bridge-host.js').ClientActs}
 */
export const clientActs = (session) => ({
  verify: (url, kind, signed) =>
    write('verify-jssdk', { corp: session.corpid, userid: session.userid, kind, url, ...signed }),
  show: async (agentid, ids) => (await read('ids', { corp: session.corpid, agentid, show: ids })).show,
  meant: async (agentid, ids) => (await read('ids', { corp: session.corpid, agentid, read: ids })).read,
  say: async (said) => {
    if (!(await confirmSend(said.text))) return false;
    await send(session, said);
    toast('侧边栏发出一条消息');
    return true;
  },
  openChat: async (id) => {
    const { chat } = await read('chat', { userid: session.userid, external_userid: id });
    if (!chat || state.member !== session.userid) return false;
    soon(() => openChat(id));
    return true;
  },
  openGroup: async (id) => {
    const { chat } = await read('group-chat', { userid: session.userid, chat_id: id });
    if (!chat || state.member !== session.userid) return false;
    soon(() => openGroup(id));
    return true;
  },
  startGroup: async (owner, members, name) => {
    const { chat_id: id } = await write('group', { op: 'create', owner, members, ...(name && { name }) });
    return id;
  },
  openProfile: async (type, id) => {
    if (type === 1) {
      const member = memberOf(id);
      if (!member) return false;
      profile(member.name, [
        ['账号', member.userid],
        ['部门', member.department_name],
        ['职务', member.position],
      ]);
      return true;
    }
    const answer = await read('chat', { userid: session.userid, external_userid: id });
    if (answer.contact) customerProfile(answer);
    return Boolean(answer.contact);
  },
  nameOf: (type, id) => nameOfId[type]?.(id),
  pickCustomers: () => pickMany('选择客户', chatRows(), { isMany: true, chosen: [] }),
  pickPeople: ({ departments, users, isMany, chosen }) =>
    pickMany('选择成员', [...(departments ? departmentRows() : []), ...(users ? memberRows() : [])], {
      isMany,
      chosen,
    }),
  pay: async (asked) => {
    const paid = await askPayment(asked);
    const { externalUserId, chatId } = session;
    if (paid && asked.isInChat && (externalUserId || chatId)) {
      const text = `[收款] ¥${(paid.totalFee / 100).toFixed(2)} ${paid.description}`.trim();
      await send(session, { text, msgtype: 'payment', body: paid });
    }
    return paid;
  },
  openBrowser: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
  addCustomer: () => openAddDialog('member'),
  close: () => set({ isPanelOpen: false, view: 'chat' }),
});
