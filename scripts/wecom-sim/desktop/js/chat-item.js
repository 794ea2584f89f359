/** One row of the chat list. */
import { appAvatar, avatar, el } from './dom.js';
import { pushedSummary } from './pushed.js';
import { state } from './store.js';
import { toast } from './toasts.js';
import { shortTime, summaryOf } from './words.js';
import { openApp, openChat, openGroup } from './world.js';

const failed = (/** @type {Error} */ error) => toast('打不开', { tone: 'danger', detail: error.message });

const badge = (/** @type {number} */ unread) =>
  unread > 0 && el('span', { class: 'dot', 'aria-label': `${unread} 条未读` }, unread > 99 ? '99+' : unread);

/** @param {any} chat the mark after the name: WeChat users, and those of other companies */
export const kindMark = (chat) =>
  chat.type === 1
    ? el('span', { class: 'wx' }, '@微信')
    : el('span', { class: 'corp cut' }, chat.company ? `@${chat.company}` : '@企业微信');

const lastWords = (/** @type {any} */ chat) => {
  if (chat.deleted_by_customer) return '对方把你删除了';
  if (chat.half && chat.last?.from !== 'customer') return '已添加你，等你添加对方';
  return chat.last ? summaryOf(chat.last.text) : '还没有消息';
};

const row = (/** @type {any} */ of) =>
  el(
    'div',
    {
      class: `conv${of.isOn ? ' on' : ''}${of.isGone ? ' gone' : ''}`,
      role: 'option',
      tabIndex: of.isOn ? 0 : -1,
      'aria-selected': String(of.isOn),
      testid: of.testid,
      onclick: of.open,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Enter' || event.key === ' ') of.open();
      },
    },
    of.face,
    el(
      'div',
      { class: 'grow' },
      el(
        'p',
        { class: 'n' },
        el('span', { class: 'cut', title: of.name }, of.name),
        of.mark,
        of.at > 0 && el('time', {}, shortTime(of.at)),
      ),
      el(
        'p',
        { class: 'm' },
        el('span', { class: 'cut' }, of.words),
        of.company && el('span', { class: 'firm cut', title: of.company }, of.company),
      ),
    ),
  );

/** @param {any} chat a customer's */
export const chatItem = (chat) =>
  row({
    testid: `chat-item-${chat.external_userid}`,
    isOn: state.open?.kind === 'chat' && state.open.id === chat.external_userid,
    isGone: chat.deleted_by_customer,
    face: avatar(chat.display_name, chat.external_userid, badge(chat.unread)),
    name: chat.display_name,
    mark: chat.type === 1 ? kindMark(chat) : el('span', { class: 'corp' }, '@企业'),
    at: chat.last_at,
    words: lastWords(chat),
    company: chat.company,
    open: () => openChat(chat.external_userid).catch(failed),
  });

/** @param {any} group a customer group */
export const groupItem = (group) =>
  row({
    testid: `chat-item-${group.chat_id}`,
    isOn: state.open?.kind === 'group' && state.open.id === group.chat_id,
    face: avatar(group.display_name, group.chat_id),
    name: group.display_name,
    mark: el('span', { class: 'corp' }, `客户群 ${group.size} 人`),
    at: group.last_at,
    words: group.last ? summaryOf(group.last.text) : '还没有消息',
    open: () => openGroup(group.chat_id).catch(failed),
  });

/** @param {any} app what it pushed */
export const appItem = (app) =>
  row({
    testid: `chat-item-app-${app.agentid}`,
    isOn: state.open?.kind === 'app' && state.open.id === app.agentid,
    face: appAvatar(badge(app.unread)),
    name: app.name,
    at: app.last_at,
    words: app.last ? pushedSummary(app.last) : '应用消息会出现在这里',
    open: () => openApp(app.agentid).catch(failed),
  });
