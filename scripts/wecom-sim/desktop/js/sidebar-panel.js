/** The sidebar beside the chat: the app's real page in a frame of its own, rebuilt for every chat and member. */
import { appTabs } from './app-tabs.js';
import { connectFrame } from './bridge-host.js';
import { clientActs, frameName, sessionOf } from './client-acts.js';
import { el, find, icon, iconButton, refill } from './dom.js';
import { startResize } from './resize.js';
import { drawOn, set, state, theApp } from './store.js';
import { shownTheme } from './theme.js';

let disconnect = () => {};
let build = 0;

/** Whether anybody answers at the app's address; what it answers is not ours to read. */
const isRunning = async (/** @type {string} */ url) => {
  try {
    await fetch(new URL('/healthz', url), { mode: 'no-cors', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
};

const notRunning = (/** @type {string} */ url) =>
  el(
    'div',
    { class: 'frame-note', testid: 'app-down' },
    icon('bang', 'i-l'),
    el('p', { class: 'strong' }, url ? '应用没有运行' : '没有设置应用的地址'),
    el('p', {}, url ? `${new URL(url).origin} 没有答复。` : '启动模拟器时用 --app 给出应用的地址。'),
    url && el('p', {}, '启动应用，再点“再试一次”。聊天照常可用。'),
    el('button', { type: 'button', class: 'btn line', onclick: () => reopenFrame() }, '再试一次'),
  );

const frameUrl = (/** @type {string} */ base) => {
  const url = new URL(base);
  if (state.theme !== 'auto') url.searchParams.set('theme', shownTheme());
  return url.href;
};

/** @param {string} base @param {object} context */
const frameFor = (base, context) => {
  const session = { ...sessionOf(theApp()), ...context };
  const frame = el('iframe', {
    name: frameName(session),
    title: '侧边栏',
    testid: 'sidebar-frame',
    allow: 'clipboard-write',
    src: frameUrl(base),
  });
  return { frame, connect: () => connectFrame(frame, session, clientActs(session)) };
};

const place = () => (state.open?.kind === 'work' ? find('#work') : find('#frame'));

/** What a page stands beside. */
const contexts = {
  chat: (/** @type {any} */ { id }) => ({ entry: 'single_chat_tools', externalUserId: id }),
  group: (/** @type {any} */ { id }) => ({ entry: 'group_chat_tools', chatId: id }),
  work: () => ({}),
};

const isBesideChat = () => state.open?.kind === 'chat' || state.open?.kind === 'group';

/** Throws the frame away and builds it for who sits there and which chat is open. */
const rebuild = async () => {
  build += 1;
  const mine = build;
  disconnect();
  disconnect = () => {};
  for (const id of ['#work', '#frame']) find(id)?.replaceChildren();
  const { open } = state;
  const app = theApp();
  if (!app || !open || open.kind === 'app' || (isBesideChat() && !state.isPanelOpen)) return;
  const base = open.kind === 'work' ? app.home_url : app.sidebar_url;
  const isUp = Boolean(base) && (await isRunning(base));
  if (mine !== build) return;
  if (!isUp) return refill(place(), notRunning(base));
  const { frame, connect } = frameFor(base, contexts[open.kind](open));
  refill(place(), frame);
  disconnect = connect();
};

/** Loads the page anew. */
export const reopenFrame = () => void rebuild();

const head = () =>
  el(
    'header',
    {},
    iconButton('left', '返回聊天', { class: 'ib back', onclick: () => set({ view: 'chat' }) }),
    appTabs(),
    el('span', { class: 'push' }),
    iconButton('reload', '重新载入侧边栏', { testid: 'sidebar-reload', onclick: reopenFrame }),
    iconButton('close', '收起侧边栏', {
      class: 'ib fold',
      testid: 'sidebar-close',
      onclick: () => set({ isPanelOpen: false }),
    }),
  );

/** The last column of the page. */
export const startPanel = () => {
  const dock = find('#dock');
  const bar = el('div', { class: 'bar' });
  const grip = el('div', { class: 'grip' });
  refill(dock, grip, bar, el('div', { id: 'frame', class: 'fill' }));
  startResize(grip, dock);
  drawOn(['company', 'agentId'], () => refill(bar, head()));
  drawOn(['panelWidth'], () =>
    document.documentElement.style.setProperty('--dragged', `${state.panelWidth}px`),
  );
  drawOn(['isPanelOpen', 'open'], () => {
    const isShown = state.isPanelOpen && isBesideChat();
    document.body.classList.toggle('with-panel', isShown);
    dock.hidden = !isShown;
  });
  let built = '';
  drawOn(['open', 'member', 'isPanelOpen', 'theme', 'company', 'agentId'], () => {
    const app = theApp();
    const wanted = JSON.stringify([
      ...[state.corp, state.member, state.open, state.isPanelOpen, shownTheme()],
      ...[app?.agentid, app?.sidebar_url, app?.home_url],
    ]);
    if (wanted === built) return;
    built = wanted;
    reopenFrame();
  });
};
