/** The strip on top: not part of the client, but of the simulator. */

import { popover } from './dialog.js';
import { avatar, el, find, icon, refill } from './dom.js';
import { simPanel } from './sim-panel.js';
import { drawOn, hueOfMember, memberOf, state } from './store.js';
import { toast } from './toasts.js';
import { ROLES } from './words.js';
import { takeSeat } from './world.js';

const sit = (/** @type {string} */ userid) =>
  takeSeat(userid).catch((error) => toast('没有切换成', { tone: 'danger', detail: error.message }));

const members = () => state.company?.members ?? [];

/** The first of each role stands for it. */
const mainPeople = () =>
  Object.keys(ROLES).flatMap((role) => members().find((/** @type {any} */ m) => m.role === role) ?? []);

const isMain = (/** @type {any} */ member) => mainPeople().includes(member);

const chip = (/** @type {any} */ member) =>
  el(
    'button',
    {
      type: 'button',
      class: `seat-chip${member.userid === state.member ? ' on' : ''}`,
      'aria-pressed': String(member.userid === state.member),
      testid: `member-${member.userid}`,
      title: `${member.name} ${member.position} ${member.department_name}`,
      onclick: () => sit(member.userid),
    },
    avatar(member.name, hueOfMember(member.userid)),
    el('span', { class: 'cut' }, member.name),
    el('span', { class: 'r' }, ROLES[member.role]),
  );

const memberRow = (/** @type {any} */ member, /** @type {() => void} */ close) =>
  el(
    'button',
    {
      type: 'button',
      class: member.userid === state.member ? 'on' : '',
      testid: isMain(member) ? `member-menu-${member.userid}` : `member-${member.userid}`,
      onclick: () => {
        close();
        void sit(member.userid);
      },
    },
    avatar(member.name, hueOfMember(member.userid)),
    el('span', { class: 'cut' }, member.name),
    el('span', { class: 'r cut' }, member.department_name),
    el('span', { class: 'r' }, member.has_feature ? ROLES[member.role] : '无客户联系'),
  );

const memberMenu = (/** @type {() => void} */ close) => {
  const list = el('div', { class: 'people' });
  const input = el('input', {
    type: 'search',
    placeholder: '找成员',
    'aria-label': '找成员',
    testid: 'member-search',
  });
  const draw = () => {
    const wanted = input.value.trim().toLowerCase();
    const found = members().filter((/** @type {any} */ m) =>
      `${m.name} ${m.userid} ${m.department_name}`.toLowerCase().includes(wanted),
    );
    // A company of thousands is searched, not scrolled.
    const rows = found.slice(0, 100).map((/** @type {any} */ member) => memberRow(member, close));
    refill(list, rows, rows.length === 0 && el('p', { class: 'list-note' }, '没有这位成员'));
  };
  input.addEventListener('input', draw);
  draw();
  return [el('label', { class: 'search' }, icon('search', 'i-s'), input), list];
};

const everybody = () => {
  const name = memberOf(state.member)?.name ?? '';
  const isMain = mainPeople().some((member) => member.userid === state.member);
  const button = el(
    'button',
    {
      type: 'button',
      class: `seat-chip other${isMain ? '' : ' on'}`,
      testid: 'member-switch',
      title: '换一位成员',
    },
    !isMain && name
      ? [avatar(name, hueOfMember(state.member)), el('span', { class: 'cut' }, name)]
      : el('span', { class: 'who' }, '成员'),
    icon('down', 'i-s'),
  );
  return popover(button, memberMenu, 'member-menu');
};

const tools = () =>
  popover(
    el(
      'button',
      { type: 'button', class: 'seat-chip', testid: 'sim-panel' },
      icon('clock', 'i-s'),
      el('span', { class: 'w' }, '时间与故障'),
    ),
    simPanel,
    'sim-panel',
  );

/** Draws the strip. */
export const startStrip = () => {
  const place = el('span', { class: 'place' });
  const seats = el('div', { class: 'who-am', role: 'group', 'aria-label': '切换成员' });
  refill(
    find('#strip'),
    el('span', { class: 'badge' }, '模拟环境'),
    place,
    el('span', { class: 'push' }),
    tools(),
    seats,
  );
  drawOn(['company', 'member'], () => {
    const company = state.company?.corp.name ?? '';
    refill(
      place,
      el('span', { class: 'cut' }, company),
      company && el('i', { class: 'd' }),
      el('span', { class: 'w' }, '消息不会发给真人'),
    );
    refill(seats, mainPeople().map(chip), everybody());
  });
};
