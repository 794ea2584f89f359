/** Keeps the store in step with the simulator. */
import { read } from './api.js';
import { memberOf, set, state } from './store.js';

/** Reads the company, its members and tags. */
export const loadCompany = async () => {
  const company = await read('state');
  set({ company, corp: company.corp.corpid, clockAhead: company.now - Math.floor(Date.now() / 1000) });
};

/** What is open is read. */
const isOpen = (/** @type {'chat' | 'app'} */ kind, /** @type {string | number} */ id) =>
  state.open?.kind === kind && state.open.id === id;

const readChats = (/** @type {any[]} */ chats) =>
  chats.map((chat) => (isOpen('chat', chat.external_userid) ? { ...chat, unread: 0 } : chat));

const readApps = (/** @type {any[]} */ apps) =>
  apps.map((app) => (isOpen('app', app.agentid) ? { ...app, unread: 0 } : app));

let asked = 0;
let answered = 0;

/** A list is read so many chats at a time; the rest when somebody scrolls there or searches. */
const PAGE = 300;
let wantedChats = PAGE;
let isLoadingMore = false;

/** Reads the member's chats. An answer that a newer one has overtaken is dropped. */
export const loadChats = async () => {
  const userid = state.member;
  if (!userid) return;
  asked += 1;
  const mine = asked;
  const { chats, total, groups, apps } = await read('chats', { userid, limit: wantedChats });
  if (userid !== state.member || mine < answered) return;
  answered = mine;
  set({ chats: readChats(chats), totalChats: total, groups, apps: readApps(apps) });
};

/** Reads more of the list, or all of it. @param {number} [count] */
export const loadMoreChats = async (count = wantedChats + PAGE) => {
  if (isLoadingMore || wantedChats >= state.totalChats) return;
  isLoadingMore = true;
  wantedChats = Math.min(count, state.totalChats);
  try {
    await loadChats();
  } finally {
    isLoadingMore = false;
  }
};

/** The badge goes as soon as the chat is read. */
const clearBadge = () => set({ chats: state.chats && readChats(state.chats), apps: readApps(state.apps) });

const readOpen = {
  chat: (/** @type {string} */ userid, /** @type {any} */ id) =>
    read('chat', { userid, external_userid: id }),
  group: (/** @type {string} */ userid, /** @type {any} */ id) => read('group-chat', { userid, chat_id: id }),
  app: (/** @type {string} */ userid, /** @type {any} */ id) => read('app-chat', { userid, agentid: id }),
};

/** Reads what the open conversation holds; the simulator then counts it as read. */
export const loadOpen = async () => {
  const { open, member: userid } = state;
  if (!open || open.kind === 'work') return;
  const answer = await readOpen[open.kind](userid, open.id);
  if (open !== state.open || userid !== state.member) return;
  if (open.kind === 'app') set({ pushed: answer.messages });
  else if (answer.chat) set({ chat: answer });
  else close();
  clearBadge();
};

const remember = () => {
  const address = new URL(location.href);
  const id = state.open && 'id' in state.open ? String(state.open.id) : state.open?.kind;
  address.searchParams.set('corp', state.corp);
  address.searchParams.set('member', state.member);
  if (id) address.searchParams.set('chat', id);
  else address.searchParams.delete('chat');
  history.replaceState(null, '', address);
};

const show = async (/** @type {any} */ open) => {
  set({ open, chat: null, pushed: [], asCustomer: false, view: 'chat' });
  remember();
  await loadOpen();
};

/** Leaves the conversation. */
export const close = () => {
  set({ open: null, chat: null, pushed: [], asCustomer: false, view: 'list' });
  remember();
};

/** @param {string} externalUserId */
export const openChat = (externalUserId) => show({ kind: 'chat', id: externalUserId });

/** @param {string} chatId */
export const openGroup = (chatId) => show({ kind: 'group', id: chatId });

/** @param {number} agentId */
export const openApp = (agentId) => show({ kind: 'app', id: agentId });

/** The workbench: the app's own home page, beside no chat. */
export const openWork = () => show({ kind: 'work' });

/**
 * Another member takes the seat.
 * @param {string} userid
 * @param {string | null} [wanted] the chat to open, if it is there
 */
export const takeSeat = async (userid, wanted = null) => {
  wantedChats = PAGE;
  set({
    member: userid,
    chats: null,
    groups: [],
    apps: [],
    open: null,
    chat: null,
    asCustomer: false,
    view: 'list',
  });
  remember();
  await loadChats();
  const isPhone = matchMedia('(max-width: 720px)').matches;
  const first = isPhone ? undefined : state.chats?.[0];
  if (wanted === 'work') await openWork();
  else if (state.apps.some((app) => String(app.agentid) === wanted)) await openApp(Number(wanted));
  else if (state.groups.some((group) => group.chat_id === wanted)) await openGroup(String(wanted));
  else if (wanted) await openChat(wanted);
  // What was wanted may be gone.
  if (!state.open && first) await openChat(first.external_userid);
};

/**
 * Another company comes onto the page, with one of its members before the client.
 * @param {string} corpid empty for the first company
 * @param {{member?: string | null, chat?: string | null, agentId?: number | null}} [wanted]
 */
export const enterCorp = async (corpid, { member = null, chat = null, agentId = null } = {}) => {
  set({ corp: corpid, member: '', chats: null, groups: [], apps: [], open: null, chat: null, agentId });
  await loadCompany();
  const { members } = state.company;
  const rep = members.find((/** @type {any} */ m) => m.role === 'rep');
  const seat = memberOf(member ?? '') ?? rep ?? members[0];
  if (seat) await takeSeat(seat.userid, chat);
};

const refresh = {
  chats: () => Promise.all([loadChats(), loadOpen()]),
  company: loadCompany,
};

/** Listens to what changes in the simulated world. */
export const listen = () => {
  const events = new EventSource('/sim/api/events');
  let wasLost = false;
  const again = (/** @type {Promise<unknown>} */ work) => work.catch(() => set({ isUnreachable: true }));
  events.addEventListener('change', (event) => {
    const { corp, topics } = JSON.parse(event.data);
    if (corp !== state.corp) return;
    if (topics.some((/** @type {string} */ t) => t === 'chats' || t === 'messages' || t === 'groups'))
      again(refresh.chats());
    if (topics.some((/** @type {string} */ t) => ['tags', 'members', 'app'].includes(t)))
      again(refresh.company());
  });
  events.addEventListener('open', () => {
    if (wasLost) again(Promise.all([refresh.company(), refresh.chats()]));
    wasLost = false;
    set({ isUnreachable: false });
  });
  events.addEventListener('error', () => {
    wasLost = true;
    set({ isUnreachable: true });
    // A browser gives up for good after a refused connection of some kinds.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
};
