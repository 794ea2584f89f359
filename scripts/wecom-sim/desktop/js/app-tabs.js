/** The apps of the company that have pages, to choose from: in the sidebar and in the workbench. */
import { el } from './dom.js';
import { set, state, theApp } from './store.js';

const KINDS = { suite: '第三方应用', customized: '代开发应用' };

const tab = (/** @type {any} */ app) => {
  const isOn = app.agentid === theApp()?.agentid;
  return el(
    'button',
    {
      type: 'button',
      class: `tab cut${isOn ? ' on' : ''}`,
      testid: `app-tab-${app.agentid}`,
      title: [app.name, KINDS[app.kind]].filter(Boolean).join(' · '),
      'aria-pressed': String(isOn),
      onclick: () => set({ agentId: app.agentid }),
    },
    app.name,
  );
};

/** A row of the apps; with one app its name alone. */
export const appTabs = () => {
  const apps = (state.company?.apps ?? []).filter((/** @type {any} */ app) => app.sidebar_url);
  return el(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': '应用' },
    apps.length > 0 ? apps.map(tab) : el('span', { class: 'tab on' }, theApp()?.name ?? '侧边栏'),
  );
};
