/** Light, dark, or as the system has it. The address `?theme=` comes before what was chosen last time. */
import { el, icon } from './dom.js';
import { drawOn, set, state } from './store.js';

const KEY = 'wecom-sim-theme';
const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const WORDS = { auto: '外观：跟随系统', light: '外观：浅色', dark: '外观：深色' };
const ICONS = { auto: 'half', light: 'sun', dark: 'moon' };

const system = matchMedia('(prefers-color-scheme: dark)');

/** The theme on the screen. */
export const shownTheme = () => {
  if (state.theme !== 'auto') return state.theme;
  return system.matches ? 'dark' : 'light';
};

const isTheme = (/** @type {unknown} */ value) => value === 'light' || value === 'dark' || value === 'auto';

/** Takes the theme from the address or from last time and keeps the page in it. */
export const startTheme = () => {
  const asked = new URLSearchParams(location.search).get('theme');
  const kept = localStorage.getItem(KEY);
  set({ theme: /** @type {any} */ ([asked, kept].find(isTheme) ?? 'auto') });
  const apply = () => {
    document.documentElement.dataset.theme = shownTheme();
  };
  drawOn(['theme'], apply);
  system.addEventListener('change', apply);
};

const turn = () => {
  const theme = NEXT[state.theme];
  localStorage.setItem(KEY, theme);
  const address = new URL(location.href);
  if (address.searchParams.has('theme')) {
    address.searchParams.set('theme', theme);
    history.replaceState(null, '', address);
  }
  set({ theme: /** @type {any} */ (theme) });
};

/** The button that goes round the three. */
export const themeToggle = () => {
  const button = el('button', { type: 'button', class: 'rail-item', testid: 'theme-toggle', onclick: turn });
  drawOn(['theme'], () => {
    button.replaceChildren(icon(ICONS[state.theme]));
    button.title = WORDS[state.theme];
    button.setAttribute('aria-label', WORDS[state.theme]);
  });
  return button;
};
