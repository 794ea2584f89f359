/** The plus above the chat list. */
import { openAddDialog } from './add-dialog.js';
import { menuItem, popover } from './dialog.js';
import { iconButton } from './dom.js';

const choose = (/** @type {() => void} */ close, /** @type {'customer' | 'member'} */ initiator) => () => {
  close();
  openAddDialog(initiator);
};

export const addMenu = () =>
  popover(iconButton('plus', '添加', { class: 'add', testid: 'add-menu' }), (close) => [
    menuItem('userplus', '新客户添加我', { testid: 'add-customer', onclick: choose(close, 'customer') }),
    menuItem('users', '我添加客户', { testid: 'add-as-member', onclick: choose(close, 'member') }),
  ]);
