/** The client's narrow first column. */
import { popover } from './dialog.js';
import { avatar, el, find, icon, refill } from './dom.js';
import { drawOn, hueOfMember, memberOf, set, state } from './store.js';
import { themeToggle } from './theme.js';
import { toast } from './toasts.js';
import { close, enterCorp, openWork } from './world.js';

const unread = () =>
  [...(state.chats ?? []), ...state.apps].reduce((sum, chat) => sum + (chat.unread ?? 0), 0);

const item = (
  /** @type {string} */ glyph,
  /** @type {string} */ words,
  /** @type {any} */ props,
  /** @type {any} */ more,
) =>
  el(
    'button',
    { type: 'button', class: 'rail-item', title: words, 'aria-label': words, ...props },
    icon(glyph),
    more,
  );

/** What the real client has there and this one does not. */
const blank = (/** @type {string} */ glyph) =>
  el('span', { class: 'rail-item blank', 'aria-hidden': 'true' }, icon(glyph));

const enter = (/** @type {string} */ corpid) =>
  enterCorp(corpid).catch((error) => toast('没有切换成', { tone: 'danger', detail: error.message }));

const corpRow = (/** @type {any} */ corp, /** @type {() => void} */ leave) =>
  el(
    'button',
    {
      type: 'button',
      class: corp.corpid === state.corp ? 'on' : '',
      testid: `corp-${corp.corpid}`,
      'aria-pressed': String(corp.corpid === state.corp),
      onclick: () => {
        leave();
        void enter(corp.corpid);
      },
    },
    avatar(corp.name, corp.corpid),
    el('span', { class: 'cut' }, corp.name),
    el('span', { class: 'r cut' }, corp.apps.join('、')),
  );

/** The companies of this world; the real client has there those that its user belongs to. */
const corpSwitch = () =>
  popover(
    el(
      'button',
      {
        type: 'button',
        class: 'rail-item',
        title: '切换企业',
        'aria-label': '切换企业',
        testid: 'corp-switch',
      },
      icon('swap'),
    ),
    (leave) =>
      el(
        'div',
        { class: 'people' },
        (state.company?.corps ?? []).map((/** @type {any} */ corp) => corpRow(corp, leave)),
      ),
    'member-menu',
  );

const leaveWork = () => {
  if (state.open?.kind === 'work') close();
  else set({ view: 'list' });
};

const enterWork = () => openWork();

/** Draws the rail. */
export const startRail = () => {
  const face = el('span', { class: 'face' });
  const items = el('span', { class: 'items' });
  refill(find('#rail'), face, items, el('span', { class: 'push' }), corpSwitch(), themeToggle());
  drawOn(['member', 'company'], () => {
    const name = memberOf(state.member)?.name ?? '';
    refill(face, name && avatar(name, hueOfMember(state.member)));
  });
  drawOn(['chats', 'apps', 'open'], () => {
    const isWork = state.open?.kind === 'work';
    const count = unread();
    const on = (/** @type {boolean} */ isOn) => ({ 'aria-current': isOn ? 'page' : undefined });
    refill(
      items,
      item(
        'msg',
        '消息',
        { ...on(!isWork), testid: 'rail-chats', onclick: leaveWork },
        count > 0 && el('span', { class: 'dot' }, count > 99 ? '99+' : count),
      ),
      blank('mail'),
      blank('file'),
      blank('cal'),
      item('grid', '工作台', { ...on(isWork), testid: 'rail-work', onclick: enterWork }),
      blank('users'),
    );
  });
};
