/** The desktop page: a chat client over the simulated world. */
import { read } from './api.js';
import { startChatList } from './chat-list.js';
import { startConversation } from './conversation.js';
import { el, find, refill } from './dom.js';
import { startRail } from './rail.js';
import { startPanel } from './sidebar-panel.js';
import { drawOn, state } from './store.js';
import { startStrip } from './strip.js';
import { startTheme } from './theme.js';
import { enterCorp, listen } from './world.js';

const RETRY_MS = 2000;

const startNotice = () => {
  const notice = find('#notice');
  drawOn(['isUnreachable'], () => {
    notice.hidden = !state.isUnreachable;
    refill(
      notice,
      state.isUnreachable &&
        el('span', {}, '连不上模拟器。屏幕上是断开前的内容，恢复后会自己更新；若它已停止，请重新启动。'),
    );
  });
};

/** A company that is not in this world means the first one. @param {string} corpid */
const knownCorp = async (corpid) => {
  const { corps } = await read('state');
  return corps.some((/** @type {any} */ corp) => corp.corpid === corpid) ? corpid : corps[0].corpid;
};

const start = async () => {
  const asked = new URLSearchParams(location.search);
  const agentId = Number(asked.get('app')) || null;
  const corp = await knownCorp(asked.get('corp') ?? '');
  await enterCorp(corp, { member: asked.get('member'), chat: asked.get('chat'), agentId });
  listen();
  document.body.dataset.ready = 'true';
};

/** Until the simulator answers. */
const persist = () => {
  start().catch(() => setTimeout(persist, RETRY_MS));
};

// The app lets itself be framed by the simulator's one address, and cookies belong to a host.
if (location.hostname === 'localhost') {
  location.hostname = '127.0.0.1';
} else {
  startTheme();
  startStrip();
  startRail();
  startChatList();
  startConversation();
  startPanel();
  startNotice();
  drawOn(['view'], () => {
    document.body.dataset.view = state.view;
  });
  persist();
}
