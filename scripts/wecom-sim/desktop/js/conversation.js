/** The middle of the page: the open conversation. */

import { appTabs } from './app-tabs.js';
import { kindMark } from './chat-item.js';
import { chatMenu } from './chat-menu.js';
import { startComposer } from './composer.js';
import { el, find, icon, iconButton, refill } from './dom.js';
import { chatFlow } from './messages.js';
import { pushedFlow } from './pushed.js';
import { reopenFrame } from './sidebar-panel.js';
import { appOf, drawOn, set, state, theApp } from './store.js';
import { close } from './world.js';

const backButton = () =>
  iconButton('left', '返回聊天列表', { class: 'ib back', testid: 'back', onclick: close });

const panelButton = () =>
  iconButton('panel', state.isPanelOpen ? '收起侧边栏' : '展开侧边栏', {
    class: `ib${state.isPanelOpen ? ' on' : ''}`,
    testid: 'panel-toggle',
    'aria-pressed': String(state.isPanelOpen),
    onclick: () => {
      const isPhone = matchMedia('(max-width: 720px)').matches;
      if (isPhone) set({ isPanelOpen: true, view: 'panel' });
      else set({ isPanelOpen: !state.isPanelOpen });
    },
  });

const chatHead = (/** @type {any} */ { chat }) => [
  backButton(),
  el('h1', { class: 'cut', title: chat.display_name, testid: 'chat-title' }, chat.display_name),
  kindMark(chat),
  chat.remark && chat.name !== chat.remark && el('span', { class: 'aka cut' }, `昵称 ${chat.name}`),
  el('span', { class: 'push' }),
  chatMenu(),
  panelButton(),
];

const groupHead = (/** @type {any} */ { chat }) => [
  backButton(),
  el('h1', { class: 'cut', title: chat.display_name, testid: 'chat-title' }, chat.display_name),
  el('span', { class: 'aka' }, `客户群 ${chat.size} 人`),
  el('span', { class: 'push' }),
  panelButton(),
];

const appHead = () => [
  backButton(),
  el(
    'h1',
    { class: 'cut', testid: 'chat-title' },
    (state.open?.kind === 'app' && appOf(state.open.id)?.name) || '应用',
  ),
  el('span', { class: 'aka' }, '应用消息'),
];

const workHead = () => [
  backButton(),
  el('h1', {}, '工作台'),
  icon('right', 'i-s'),
  appTabs(),
  el('span', { class: 'push' }),
  iconButton('reload', '重新载入', { onclick: reopenFrame }),
];

const heads = {
  chat: () => (state.chat ? chatHead(state.chat) : [backButton()]),
  group: () => (state.chat ? groupHead(state.chat) : [backButton()]),
  app: appHead,
  work: workHead,
};

const nothingOpen = () =>
  el(
    'div',
    { class: 'nothing' },
    icon('msg', 'i-l'),
    el('p', {}, state.chats?.length === 0 ? '还没有聊天' : '选一个聊天'),
    state.chats?.length === 0 &&
      el(
        'p',
        { class: 'sub' },
        '点聊天列表上面的 + ，让一位新客户添加你；回调会推送给应用，名片随后出现在侧边栏。',
      ),
  );

/** Keeps the end in view unless somebody has scrolled up to read. */
const refillFlow = (
  /** @type {HTMLElement} */ flow,
  /** @type {any} */ rows,
  /** @type {boolean} */ isNew,
) => {
  const atEnd = flow.scrollHeight - flow.scrollTop - flow.clientHeight < 80;
  refill(flow, rows);
  if (isNew || atEnd) flow.scrollTop = flow.scrollHeight;
};

/** The third column of the page. */
export const startConversation = () => {
  const head = el('header');
  const flow = el('div', {
    class: 'flow',
    role: 'log',
    'aria-label': '消息',
    testid: 'messages',
    tabIndex: 0,
  });
  const nothing = el('div', { class: 'fill' });
  const work = el('div', { class: 'fill', id: 'work' });
  const composer = el('form', { class: 'composer' });
  const foot = el('div', { class: 'app-foot' }, '应用消息由应用推送，这里不能回复');
  refill(find('#chat'), head, flow, nothing, work, composer, foot);
  startComposer(composer);

  let headKey = '';
  let flowKey = '';
  /** @type {unknown} */
  let shown;
  const drawHead = (/** @type {'chat' | 'group' | 'app' | 'work'} */ kind) => {
    const { last, last_at, unread, ...who } = state.chat?.chat ?? {};
    const key = JSON.stringify([
      kind,
      who,
      state.isPanelOpen,
      theApp()?.agentid,
      state.company?.apps.length,
      state.open,
    ]);
    if (key === headKey) return;
    headKey = key;
    refill(head, heads[kind]());
  };
  const drawFlow = (/** @type {'chat' | 'group' | 'app'} */ kind) => {
    const key = JSON.stringify([state.open, kind === 'app' ? state.pushed : state.chat, state.member]);
    if (key === flowKey) return;
    flowKey = key;
    const rows = kind === 'app' ? pushedFlow(state.pushed) : chatFlow(state.chat);
    refillFlow(flow, rows, shown !== state.open);
    if (kind === 'app' || state.chat) shown = state.open;
  };
  drawOn(['open', 'chat', 'pushed', 'chats', 'company', 'isPanelOpen', 'agentId'], () => {
    const kind = state.open?.kind;
    head.hidden = !kind;
    flow.hidden = !kind || kind === 'work';
    nothing.hidden = Boolean(kind);
    work.hidden = kind !== 'work';
    composer.hidden = kind !== 'chat' && kind !== 'group';
    foot.hidden = kind !== 'app';
    document.body.dataset.open = kind ?? 'none';
    if (!kind) return refill(nothing, nothingOpen());
    drawHead(kind);
    if (kind !== 'work') drawFlow(kind);
  });
};
