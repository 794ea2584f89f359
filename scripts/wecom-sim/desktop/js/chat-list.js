/** The member's conversations. */
import { addMenu } from './add-menu.js';
import { appItem, chatItem, groupItem } from './chat-item.js';
import { el, find, icon, refill } from './dom.js';
import { drawOn, set, state } from './store.js';
import { shortTime } from './words.js';
import { loadMoreChats } from './world.js';

/** So many rows are built at a time; the next ones when the end comes near. */
const CHUNK = 60;

const matches = (/** @type {any} */ chat, /** @type {string} */ wanted) =>
  [chat.display_name, chat.name, chat.company, chat.last?.text].some((text) =>
    text?.toLowerCase().includes(wanted),
  );

/** Apps stand among the chats, by time; one that has said nothing yet stands second, where it is seen. */
const rows = () => {
  const wanted = state.search.trim().toLowerCase();
  const apps = state.apps.map((app) => ({ ...app, isApp: true, display_name: app.name }));
  const silent = apps.filter((app) => !app.last);
  const groups = state.groups.map((group) => ({ ...group, isGroup: true }));
  const all = [...apps.filter((app) => app.last), ...groups, ...(state.chats ?? [])].sort(
    (x, y) => y.last_at - x.last_at,
  );
  all.splice(1, 0, ...silent);
  return wanted ? all.filter((row) => matches(row, wanted)) : all;
};

const emptyNote = () => {
  if (state.search.trim()) return el('p', { class: 'list-note' }, `没有找到“${state.search.trim()}”`);
  return el(
    'div',
    { class: 'list-note', testid: 'empty-company' },
    el('p', { class: 'strong' }, '还没有客户'),
    el('p', {}, '点上面的 + ，选“新客户添加我”，客户名片会出现在右边的侧边栏。'),
  );
};

const tail = () => {
  const more = state.totalChats - (state.chats?.length ?? 0);
  return more > 0 && !state.search
    ? el('p', { class: 'list-note' }, `还有 ${more} 个聊天，往下滚动就会列出来`)
    : null;
};

/** @type {IntersectionObserver | undefined} */
let watching;
let shown = CHUNK;

/** @type {Map<string, {key: string, node: HTMLElement}>} */
let drawn = new Map();

/** A row that says the same stays the same element, so that a click or the focus on it is not lost. */
const nodeOf = (/** @type {any} */ row) => {
  const id = row.isApp ? `app ${row.agentid}` : (row.chat_id ?? row.external_userid);
  const isOn = state.open !== null && 'id' in state.open && state.open.id === (row.agentid ?? id);
  const key = JSON.stringify([row, isOn, row.last_at > 0 && shortTime(row.last_at)]);
  const known = drawn.get(id);
  if (known?.key === key) return { id, key, node: known.node };
  const draw = row.isApp ? appItem : row.isGroup ? groupItem : chatItem;
  return { id, key, node: draw(row) };
};

const draw = (/** @type {HTMLElement} */ list) => {
  const { activeElement } = document;
  const hadFocus = list.contains(activeElement);
  const all = rows();
  const end = el('div', { class: 'list-end' });
  const hasCustomers = all.some((row) => !row.isApp && !row.isGroup);
  watching?.disconnect();
  const nodes = all.slice(0, shown).map(nodeOf);
  drawn = new Map(nodes.map(({ id, key, node }) => [id, { key, node }]));
  refill(
    list,
    nodes.map(({ node }) => node),
    end,
    state.chats && !hasCustomers && emptyNote(),
    tail(),
  );
  if (hadFocus) {
    const again = list.contains(activeElement) ? activeElement : list.querySelector('[aria-selected="true"]');
    /** @type {HTMLElement | null} */ (again)?.focus({ preventScroll: true });
  }
  if (shown >= all.length && (state.chats?.length ?? 0) >= state.totalChats) return;
  watching = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      shown += CHUNK;
      if (shown >= all.length) loadMoreChats().catch(() => set({ isUnreachable: true }));
      draw(list);
    },
    { root: list, rootMargin: '400px' },
  );
  watching.observe(end);
};

/** Up and down go from row to row. @param {KeyboardEvent} event */
const walk = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('.conv')];
  const next = items[items.indexOf(/** @type {Element} */ (document.activeElement)) + step];
  /** @type {HTMLElement | undefined} */ (next)?.focus();
};

const searchField = () => {
  const input = el('input', {
    type: 'search',
    placeholder: '搜索',
    'aria-label': '搜索聊天',
    testid: 'search',
    oninput: () => {
      shown = CHUNK;
      set({ search: input.value });
      // What was not read yet cannot be found.
      if (input.value) loadMoreChats(Number.MAX_SAFE_INTEGER).catch(() => set({ isUnreachable: true }));
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'ArrowDown') find('.conv')?.focus();
      if (event.key === 'Escape') {
        input.value = '';
        set({ search: '' });
      }
    },
  });
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    input.focus();
  });
  return el('label', { class: 'search' }, icon('search', 'i-s'), input);
};

/** The second column of the page. */
export const startChatList = () => {
  const list = el('div', {
    class: 'convs',
    role: 'listbox',
    'aria-label': '聊天',
    testid: 'chat-list',
    onkeydown: walk,
  });
  refill(find('#list'), el('div', { class: 'find' }, searchField(), addMenu()), list);
  drawOn(['member'], () => {
    shown = CHUNK;
    list.scrollTop = 0;
  });
  drawOn(['chats', 'groups', 'apps', 'open', 'search', 'company'], () => draw(list));
};
