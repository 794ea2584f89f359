/** Drags the edge of the sidebar between its smallest and its greatest width. */
import { set, state } from './store.js';

const KEY = 'wecom-sim-panel';
const MIN = 320;
const MAX = 420;
const STEP = 10;

const within = (/** @type {number} */ width) => Math.round(Math.min(MAX, Math.max(MIN, width)));

const keep = (/** @type {number} */ width) => {
  set({ panelWidth: within(width) });
  localStorage.setItem(KEY, String(state.panelWidth));
};

/** @param {HTMLElement} grip @param {HTMLElement} dock */
export const startResize = (grip, dock) => {
  const kept = Number(localStorage.getItem(KEY));
  if (kept) set({ panelWidth: within(kept) });
  Object.assign(grip, { tabIndex: 0, title: '拖动改变宽度' });
  for (const [name, value] of Object.entries({
    role: 'separator',
    'aria-orientation': 'vertical',
    'aria-label': '侧边栏宽度',
    'aria-valuemin': MIN,
    'aria-valuemax': MAX,
    'aria-valuenow': state.panelWidth,
  })) {
    grip.setAttribute(name, String(value));
  }
  grip.addEventListener('pointerdown', (event) => {
    grip.setPointerCapture(event.pointerId);
    // The frame would swallow the pointer.
    dock.classList.add('resizing');
  });
  grip.addEventListener('pointermove', (event) => {
    if (grip.hasPointerCapture(event.pointerId)) keep(dock.getBoundingClientRect().right - event.clientX);
  });
  grip.addEventListener('pointerup', () => dock.classList.remove('resizing'));
  grip.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (step) keep(state.panelWidth + step);
  });
};
