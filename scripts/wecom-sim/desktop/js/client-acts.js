/** What the client does when the framed page asks for it. */
import { openAddDialog } from './add-dialog.js';
import { read, write } from './api.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { confirmSend } from './send-confirm.js';
import { memberOf, set, state } from './store.js';
import { toast } from './toasts.js';
import { ADD_WAYS, longTime } from './words.js';
import { openChat } from './world.js';

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

/**
 * @param {import('./bridge-host.js').FrameSession} session
 * @returns {import('./bridge-host.js').ClientActs}
 */
export const clientActs = ({ corpid, userid, externalUserId }) => ({
  verify: (url, kind, signed) => write('verify-jssdk', { corp: corpid, kind, url, ...signed }),
  say: async (text) => {
    if (!(await confirmSend(text))) return false;
    await write('message', { userid, external_userid: externalUserId, from: 'member', text });
    toast('侧边栏发出一条消息');
    return true;
  },
  openChat: async (id) => {
    const { chat } = await read('chat', { userid, external_userid: id });
    if (!chat || state.member !== userid) return false;
    await openChat(id);
    return true;
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
    const answer = await read('chat', { userid, external_userid: id });
    if (answer.contact) customerProfile(answer);
    return Boolean(answer.contact);
  },
  openBrowser: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
  addCustomer: () => openAddDialog('member'),
  close: () => set({ isPanelOpen: false, view: 'chat' }),
});
