/** The client's own browser: a page opened from a message. Pages of the app find the bridge there too. */
import { connectFrame } from './bridge-host.js';
import { clientActs } from './client-acts.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { state, theApp } from './store.js';

const isOfApp = (/** @type {string} */ url) => {
  const home = theApp()?.home_url;
  return Boolean(home) && new URL(url).origin === new URL(home).origin;
};

/** @param {string} url */
const openWindow = (url) => {
  if (!isOfApp(url)) return void window.open(url, '_blank', 'noreferrer');
  const session = {
    corpid: state.company.corp.corpid,
    userid: state.member,
    entry: 'normal',
    externalUserId: null,
  };
  const frame = el('iframe', {
    name: `wecom-member:${state.member}`,
    title: '页面',
    src: url,
    testid: 'window-frame',
  });
  const { dialog, close } = openDialog(theApp()?.name ?? '页面', frame);
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
