/** What a member, or the customer, may do to the friendship. */
import { write } from './api.js';
import { menuItem, popover } from './dialog.js';
import { iconButton } from './dom.js';
import { openRemarkDialog, openTagDialog } from './edit-dialogs.js';
import { state } from './store.js';
import { announced } from './toasts.js';

const pair = () => ({ userid: state.member, external_userid: state.chat?.chat.external_userid });

/** @type {Record<string, {glyph: string, words: string, done: string, path: string}>} */
const ACTS = {
  'customer-deletes': {
    glyph: 'userx',
    words: '客户把我删除',
    done: '客户把你删除了',
    path: 'customer-deletes',
  },
  'member-deletes': { glyph: 'trash', words: '我删除客户', done: '你删除了客户', path: 'member-deletes' },
};

const actItem = (
  /** @type {string} */ name,
  /** @type {() => void} */ close,
  /** @type {boolean} */ disabled,
) => {
  const { glyph, words, done, path } = ACTS[name];
  const body = pair();
  const onclick = () => {
    close();
    void announced(done, () => write(path, body));
  };
  return menuItem(glyph, words, { testid: name, class: 'danger', disabled, onclick });
};

/** The three dots of a conversation. */
export const chatMenu = () =>
  popover(iconButton('dots', '更多', { testid: 'chat-menu' }), (close) => {
    const then = (/** @type {() => void} */ act) => () => {
      close();
      act();
    };
    return [
      menuItem('pen', '改备注', { testid: 'edit-remark', onclick: then(openRemarkDialog) }),
      menuItem('tag', '打标签', { testid: 'edit-tags', onclick: then(openTagDialog) }),
      actItem('customer-deletes', close, Boolean(state.chat?.chat.deleted_by_customer)),
      actItem('member-deletes', close, false),
    ];
  });
