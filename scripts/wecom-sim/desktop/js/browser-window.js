/** The client's own browser: a page opened from a message. Pages of the app find the bridge there too. */
import { connectFrame } from './bridge-host.js';
import { clientActs, frameName, sessionOf } from './client-acts.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { appOf, state, theApp } from './store.js';

/** Whose message is being read, or whose page stands beside the chat. */
const ownApp = () => (state.open?.kind === 'app' ? appOf(state.open.id) : theApp());

const isOfApp = (/** @type {any} */ app, /** @type {string} */ url) =>
  Boolean(app?.home_url) && new URL(url).origin === new URL(app.home_url).origin;

/** @param {string} url */
const openWindow = (url) => {
  const app = ownApp();
  if (!isOfApp(app, url)) return void window.open(url, '_blank', 'noreferrer');
  const session = sessionOf(app);
  const frame = el('iframe', {
    name: frameName(session),
    title: '页面',
    src: url,
    testid: 'window-frame',
  });
  const { dialog, close } = openDialog(app.name, frame);
  dialog.classList.add('window');
  const disconnect = connectFrame(frame, session, { ...clientActs(session), close });
  dialog.addEventListener('close', disconnect);
};

/**
 * What makes an element a link to a page. Anything but a web address is none.
 * @param {string | undefined} url
 */
export const linkTo = (url) => {
  if (!url || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return {};
  return {
    href: url,
    onclick: (/** @type {Event} */ event) => {
      event.preventDefault();
      event.stopPropagation();
      openWindow(url);
    },
  };
};
