/**
 * What the page knows, in one place. Parts subscribe to the names they draw; a change calls them once,
 * together, at the end of the current task.
 */

/**
 * @typedef {object} State
 * @property {any} company answer of `/sim/api/state`, null until it came
 * @property {number} clockAhead seconds the simulator's clock is ahead of this browser's
 * @property {string} corp corpid of the company the page shows; empty until the simulator said which
 * @property {string} member userid of who sits before the client
 * @property {any[] | null} chats
 * @property {number} totalChats
 * @property {any[]} groups the member's customer groups
 * @property {any[]} apps the apps' own chats
 * @property {number | null} agentId the app chosen for the sidebar and the workbench
 * @property {string} search
 * @property {{kind: 'chat', id: string} | {kind: 'group', id: string} | {kind: 'app', id: number} | {kind: 'work'} | null} open
 * @property {any} chat answer of `/sim/api/chat` or `/sim/api/group-chat` for the open one
 * @property {any[]} pushed messages of the open app chat
 * @property {boolean} asCustomer the composer writes as the customer
 * @property {boolean} isPanelOpen
 * @property {number} panelWidth
 * @property {'list' | 'chat' | 'panel'} view on a phone, one at a time
 * @property {'light' | 'dark' | 'auto'} theme
 * @property {boolean} isUnreachable
 */

/** @type {State} */
export const state = {
  company: null,
  clockAhead: 0,
  corp: '',
  member: '',
  chats: null,
  totalChats: 0,
  groups: [],
  apps: [],
  agentId: null,
  search: '',
  open: null,
  chat: null,
  pushed: [],
  asCustomer: false,
  isPanelOpen: true,
  panelWidth: 360,
  view: 'list',
  theme: 'auto',
  isUnreachable: false,
};

/** @type {{names: Set<string>, draw: () => void}[]} */
const parts = [];
const changed = new Set();

const flush = () => {
  const names = new Set(changed);
  changed.clear();
  for (const part of parts) if (!part.names.isDisjointFrom(names)) part.draw();
};

/** @param {Partial<State>} values */
export const set = (values) => {
  for (const [name, value] of Object.entries(values)) {
    if (Object.is(state[name], value)) continue;
    state[name] = value;
    if (changed.size === 0) queueMicrotask(flush);
    changed.add(name);
  }
};

/**
 * Draws now, and again whenever one of the names changes.
 * @param {(keyof State)[]} names
 * @param {() => void} draw
 */
export const drawOn = (names, draw) => {
  parts.push({ names: new Set(names), draw });
  draw();
};

/** The simulator's time, in seconds. */
export const now = () => Math.floor(Date.now() / 1000) + state.clockAhead;

/** @param {string} userid */
export const memberOf = (userid) =>
  state.company?.members.find((/** @type {any} */ m) => m.userid === userid);

/** @param {number | null} agentId @returns {any} */
export const appOf = (agentId) =>
  state.company?.apps.find((/** @type {any} */ app) => app.agentid === agentId);

/** The app that stands beside the chats: the chosen one, or the first that has pages. */
export const theApp = () =>
  appOf(state.agentId) ??
  state.company?.apps.find((/** @type {any} */ app) => app.sidebar_url) ??
  state.company?.apps[0];

const HUES = [2, 4, 3, 1, 5];
const ADMIN_STEP = 2;

/** The colour of a member's square; those who stand on the strip differ. @param {string} userid */
export const hueOfMember = (userid) => {
  const members = state.company?.members ?? [];
  const at = members.findIndex((/** @type {any} */ m) => m.userid === userid);
  const step = members[at]?.role === 'admin' ? ADMIN_STEP : 0;
  return HUES[(at + step) % HUES.length] ?? 1;
};
