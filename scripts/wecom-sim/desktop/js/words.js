/** How the client puts times and ways into words. */
import { now } from './store.js';

/** A time stands before a message that comes so many seconds after the last. */
export const PAUSE = 300;

const DAY = 86_400;
const WEEK = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
const clockOf = (/** @type {Date} */ date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const midnight = (/** @type {Date} */ date) =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / 1000;

/** Whole days since, by the calendar. @param {Date} date */
const daysAgo = (date) => Math.round((midnight(new Date(now() * 1000)) - midnight(date)) / DAY);

/** @param {Date} date */
const dateWords = (date) => {
  const day = `${date.getMonth() + 1}月${date.getDate()}日`;
  return date.getFullYear() === new Date(now() * 1000).getFullYear() ? day : `${date.getFullYear()}年${day}`;
};

/** @param {number} at seconds @returns {string} 10:21, 昨天, 周二, 11月12日 */
export const shortTime = (at) => {
  const date = new Date(at * 1000);
  const days = daysAgo(date);
  if (days <= 0) return clockOf(date);
  if (days === 1) return '昨天';
  return days < 7 ? WEEK[date.getDay()] : dateWords(date);
};

/** @param {number} at seconds @returns {string} the same with the time of day */
export const longTime = (at) => {
  const date = new Date(at * 1000);
  return daysAgo(date) <= 0 ? clockOf(date) : `${shortTime(at)} ${clockOf(date)}`;
};

export const ROLES = { rep: '销售', manager: '主管', admin: '管理员' };

/** Ways of adding a customer, as the platform numbers them. */
export const ADD_WAYS = {
  0: '未知来源',
  1: '扫描二维码',
  2: '搜索手机号',
  3: '名片分享',
  4: '群聊',
  5: '手机通讯录',
  6: '微信联系人',
  9: '搜索邮箱',
  10: '视频号',
  16: '获客链接',
  24: '接受微信申请',
  201: '内部成员共享',
  202: '管理员分配',
};

/** @param {string} text the first line of what a chat's last message was */
export const summaryOf = (text) => {
  const [first, second] = text.split('\n');
  return first === '[链接]' ? `[链接] ${second ?? ''}` : text.replaceAll('\n', ' ');
};
