// Takes a picture of every state from the mocked page: node dev/shots.mjs [filter] [address]
// Needs `vite --mode mock` on the port below. Pictures go to guanxi-shots in the system's folder for temporary files.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.argv[3] ?? 'http://127.0.0.1:5199';
const out = join(tmpdir(), 'guanxi-shots');
const say = (line) => process.stdout.write(`${line}\n`);
const filter = process.argv[2] ?? '';
mkdirSync(out, { recursive: true });

const sizes = {
  w360: { width: 360, height: 720 },
  w390: { width: 390, height: 844 },
  w1280: { width: 1280, height: 800 },
  w320: { width: 320, height: 720 },
};
const agent = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/108.0 Safari/537.36';
const wecom = `${agent} wxwork/4.1.36 MicroMessenger/7.0.1`;

/** A client bridge that answers each call by name; `undefined` never answers. */
function bridge(answers) {
  window.WeixinJSBridge = {
    invoke(name, _params, callback) {
      const answer = answers[name];
      if (answer) setTimeout(() => callback(answer), 5);
    },
    on() {},
  };
}
const ok = (name) => ({ err_msg: `${name}:ok` });
const single = {
  agentConfig: ok('agentConfig'),
  getContext: { ...ok('getContext'), entry: 'single_chat_tools' },
  getCurExternalContact: { ...ok('getCurExternalContact'), userId: 'wmExample0001' },
};
const clients = {
  single,
  refused: {
    ...single,
    agentConfig: { err_msg: 'agentConfig:fail invalid url domain', err_code: 80001 },
    getCurExternalContact: { err_msg: 'getCurExternalContact:fail no permission' },
  },
  forbidden: { ...single, getCurExternalContact: { err_msg: 'getCurExternalContact:fail no permission' } },
  elsewhere: {
    ...single,
    getContext: { ...ok('getContext'), entry: 'normal' },
    getCurExternalContact: { err_msg: 'getCurExternalContact:fail without context of external contact' },
  },
  group: {
    ...single,
    getContext: { ...ok('getContext'), entry: 'group_chat_tools' },
    getCurExternalContact: { err_msg: 'getCurExternalContact:fail without context of external contact' },
  },
  inGroup: {
    ...single,
    getContext: { ...ok('getContext'), entry: 'group_chat_tools' },
    getCurExternalContact: { err_msg: 'getCurExternalContact:fail without context of external contact' },
    getCurExternalChat: { ...ok('getCurExternalChat'), chatId: 'wrExample0' },
  },
  silent: { agentConfig: ok('agentConfig') },
};

const compose = (page) => page.getByTestId('action-follow-up').click();
const openNotes = async (page) => {
  await page.getByTestId('tab-profile').click();
  await page.getByTestId('profile').waitFor();
};
const pickTags = async (page) => {
  await page.getByTestId('action-tag').click();
  await page.getByTestId('tag-t00').waitFor();
};
const fillHandover = async (page) => {
  await page.getByTestId('unassigned-row').first().getByRole('button').click();
  await page.getByTestId('pick-to').click();
  await page.getByTestId('member-row').nth(5).click();
  await page.getByTestId('member-picker').waitFor({ state: 'hidden' });
  await page.getByTestId('mode-some').click();
  await page.getByTestId('candidate').first().click();
  await page.getByTestId('candidate').nth(2).click();
};
const views = [
  { name: 'default' },
  { name: 'whole', state: 'default', isWhole: true },
  { name: 'tagrow', state: 'tags' },
  { name: 'overdue', state: 'overdue' },
  { name: 'empty', state: 'empty' },
  { name: 'stale', state: 'stale' },
  { name: 'half', state: 'half' },
  { name: 'deleted', state: 'deleted' },
  { name: 'transferred', state: 'transferred' },
  { name: 'manager', state: 'manager' },
  { name: 'long', state: 'long', isWhole: true },
  { name: 'short', state: 'short' },
  { name: 'wecom', state: 'wecom' },
  { name: 'slow', state: 'slow', wait: 'card-skeleton' },
  { name: 'compose', state: 'default', act: compose },
  {
    name: 'draft',
    state: 'draft',
    act: async (page) => {
      await compose(page);
      await page.getByTestId('next-threeDays').click();
      await page.locator('[data-testid=draft-status][data-state=saved]').waitFor();
    },
  },
  {
    name: 'picker',
    state: 'draft',
    act: async (page) => {
      await compose(page);
      await page.getByTestId('next-pick').click();
      await page.getByTestId('next-use').waitFor();
    },
  },
  { name: 'tags', state: 'tags', act: pickTags },
  {
    name: 'tags-search',
    state: 'tags',
    act: async (page) => {
      await pickTags(page);
      await page.getByRole('searchbox').fill('设备');
    },
  },
  {
    name: 'no-tags',
    state: 'no-tags',
    act: async (page) => {
      await page.getByTestId('action-tag').click();
      await page.getByTestId('empty-state').waitFor();
    },
  },
  { name: 'profile', state: 'long', act: (page) => page.getByTestId('tab-profile').click(), isWhole: true },
  ...['default', 'notes-pending', 'notes-failed', 'empty', 'deleted', 'manager', 'wecom'].map((state) => ({
    name: `notes-${state}`,
    state,
    act: openNotes,
    isWhole: true,
  })),
  {
    name: 'notes-editing',
    state: 'long',
    act: async (page) => {
      await openNotes(page);
      await page.getByTestId('note-description').getByTestId('note-edit').click();
      await page.getByTestId('note-remark').getByTestId('note-edit').click();
      await page
        .getByTestId('note-remark')
        .getByRole('textbox')
        .fill('上海浦东新区某某精密机械制造有限公司李经理');
    },
    isWhole: true,
  },
  {
    name: 'notes-phone',
    state: 'default',
    act: async (page) => {
      await openNotes(page);
      await page.getByTestId('mobile-add').click();
      await page.getByTestId('note-mobiles').getByRole('textbox').fill('138');
      await page.getByTestId('note-mobiles').getByTestId('note-save').click();
    },
    isWhole: true,
  },
  {
    name: 'notes-undo',
    state: 'default',
    act: async (page) => {
      await openNotes(page);
      await page.getByTestId('mobile-remove').first().click();
      await page.getByTestId('toast-undo').waitFor();
    },
  },
  { name: 'undo', state: 'default', act: (page) => page.getByTestId('follow-up-delete').first().click() },
  ...[
    'group',
    'group-big',
    'group-long',
    'group-unnamed',
    'group-dismissed',
    'group-hidden',
    'group-orphaned',
  ].map((state) => ({ name: state, state, client: 'inGroup', wait: 'group-member' })),
  {
    name: 'group-events',
    state: 'group',
    client: 'inGroup',
    wait: 'group-member',
    act: (page) => page.getByTestId('group-tab-events').click(),
  },
  {
    name: 'group-customer',
    state: 'group',
    client: 'inGroup',
    wait: 'group-member',
    act: async (page) => {
      await page.getByTestId('group-member').first().click();
      await page.getByTestId('card-name').waitFor();
    },
  },
  { name: 'error-group-not-found', state: 'group-not-found', client: 'inGroup', wait: 'still-works' },
  { name: 'error-group-hidden', state: 'group-refused', client: 'inGroup', wait: 'still-works' },
  { name: 'groups', path: '/group-chats', wait: 'group-row' },
  { name: 'groups-none', path: '/group-chats', state: 'none', wait: 'empty-state' },
  { name: 'admin-ways', path: '/admin/join-ways', state: 'admin-ways', wait: 'join-way' },
  { name: 'admin-ways-none', path: '/admin/join-ways', state: 'admin-ways-none', wait: 'empty-state' },
  {
    name: 'admin-ways-form',
    path: '/admin/join-ways',
    state: 'admin-ways-taken',
    wait: 'join-way',
    act: async (page) => {
      await page.getByTestId('join-way-create').click();
      await page.getByTestId('join-way-name').fill('工博会展台');
      await page.getByTestId('join-way-channel').fill('expo');
      await page.getByTestId('join-way-chat').first().click();
      await page.getByTestId('join-way-opens-new').check();
      await page.getByTestId('join-way-new-name').fill('五轴交流群');
      await page.getByTestId('join-way-save').click();
      await page.getByTestId('join-way-failure').waitFor();
    },
  },
  { name: 'customers', path: '/customers', state: 'many', wait: 'customer-row' },
  { name: 'customers-licence', path: '/customers', state: 'licence', wait: 'error-state' },
  { name: 'groups-licence', path: '/group-chats', state: 'licence', wait: 'error-state' },
  { name: 'customers-none', path: '/customers', state: 'none', wait: 'empty-state' },
  ...['syncing', 'syncing-first', 'sync-unlicensed', 'sync-refused', 'sync-not-read'].map((state) => ({
    ...{ name: `customers-${state}`, path: '/customers', state, wait: 'empty-state' },
  })),
  { name: 'customers-syncing-partly', path: '/customers', state: 'syncing-partly', wait: 'customer-row' },
  ...[
    ['search-hits', 'many', '王'],
    ['search-manager', 'search-manager', '李 宁波'],
    ['search-admin', 'admin-search', '欧阳'],
    ['search-phone', 'admin-search', '5678'],
    ['search-none', 'search-manager', '司马'],
    ['search-indexing', 'admin-search-indexing', '李'],
    ['search-error', 'admin-search-error', '李'],
  ].map(([name, state, text]) => ({
    ...{ name, path: '/customers', state, wait: 'customer-search' },
    act: async (page) => {
      if (state === 'search-manager') await page.getByTestId('customers-scope').click();
      await page.getByRole('searchbox').fill(text);
      await page
        .locator('[data-testid=customer-hit], [data-testid=empty-state] .mute, .problem')
        .first()
        .waitFor();
      await page.waitForTimeout(400);
    },
  })),
  { name: 'search-start', path: '/customers', state: 'admin-search', wait: 'empty-state' },
  { name: 'admin-sync', path: '/admin/sync', state: 'admin', wait: 'sync-run-row', isWhole: true },
  { name: 'admin-sync-running', path: '/admin/sync', state: 'admin-sync-running', wait: 'sync-report' },
  { name: 'admin-sync-first', path: '/admin/sync', state: 'admin-sync-first', wait: 'sync-report' },
  {
    name: 'admin-sync-asking',
    path: '/admin/sync',
    state: 'admin-sync-asking',
    wait: 'sync-losses',
    isWhole: true,
  },
  {
    name: 'admin-sync-sure',
    path: '/admin/sync',
    state: 'admin-sync-asking',
    wait: 'sync-losses',
    act: async (page) => {
      await page.getByTestId('losses-mark').click();
      await page.getByTestId('losses-confirm').waitFor();
    },
  },
  {
    name: 'admin-sync-answered',
    path: '/admin/sync',
    state: 'admin-sync-asking',
    wait: 'sync-losses',
    act: async (page) => {
      await page.getByTestId('losses-mark').click();
      await page.getByTestId('losses-confirm').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'admin-sync-past',
    path: '/admin/sync',
    state: 'admin',
    wait: 'sync-run-row',
    act: async (page) => {
      await page.getByTestId('sync-run-row').nth(5).click();
    },
  },
  { name: 'admin-sync-failed', path: '/admin/sync', state: 'admin-sync-failed', wait: 'sync-report' },
  { name: 'admin-sync-none', path: '/admin/sync', state: 'admin-sync-none', wait: 'empty-state' },
  { name: 'admin-sync-error', path: '/admin/sync', state: 'admin-sync-error', wait: 'error-state' },
  { name: 'admin-ways', path: '/admin/contact-ways', state: 'admin', wait: 'way-row' },
  { name: 'admin-ways-many', path: '/admin/contact-ways', state: 'admin-ways-many', wait: 'way-row' },
  { name: 'admin-ways-none', path: '/admin/contact-ways', state: 'admin-ways-none', wait: 'empty-state' },
  { name: 'admin-ways-error', path: '/admin/contact-ways', state: 'admin-ways-error', wait: 'error-state' },
  {
    name: 'admin-ways-form',
    path: '/admin/contact-ways',
    state: 'admin',
    wait: 'way-row',
    act: async (page) => {
      await page.getByTestId('way-row').nth(2).click();
      await page.getByTestId('way-name').waitFor();
    },
  },
  {
    name: 'admin-ways-new',
    path: '/admin/contact-ways',
    state: 'admin',
    wait: 'way-row',
    act: async (page) => {
      await page.getByTestId('way-create').click();
      await page.getByTestId('way-own-welcome').check();
      await page.getByTestId('welcome-text').fill('%NICKNAME%，展位上见。');
    },
  },
  { name: 'admin-welcome', path: '/admin/welcome', state: 'admin', wait: 'welcome-report' },
  { name: 'admin-welcome-none', path: '/admin/welcome', state: 'admin-welcome-none', wait: 'welcome-report' },
  { name: 'admin-welcome-error', path: '/admin/welcome', state: 'admin-welcome-error', wait: 'error-state' },
  {
    name: 'admin-welcome-edit',
    path: '/admin/welcome',
    state: 'admin',
    wait: 'welcome-row',
    act: async (page) => {
      await page.getByTestId('welcome-row').first().click();
      await page.getByTestId('welcome-text').waitFor();
    },
  },
  {
    name: 'admin-welcome-mini',
    path: '/admin/welcome',
    state: 'admin',
    wait: 'welcome-row',
    act: async (page) => {
      await page.getByTestId('welcome-row').first().click();
      await page.getByTestId('welcome-miniprogram').click();
      await page.getByTestId('mini-title').fill('预约试切：上海浦东新区某某精密机械制造有限公司');
      await page.getByTestId('mini-add').click();
      await page.getByTestId('mini-add').scrollIntoViewIfNeeded();
    },
  },
  { name: 'admin-handover', path: '/admin/handover', state: 'admin', wait: 'handover-row' },
  { name: 'admin-handover-none', path: '/admin/handover', state: 'admin-handover-none', wait: 'empty-state' },
  {
    name: 'admin-handover-error',
    path: '/admin/handover',
    state: 'admin-handover-error',
    wait: 'error-state',
  },
  {
    name: 'admin-handover-forbidden',
    path: '/admin/handover',
    state: 'admin-handover-forbidden',
    wait: 'handover-row',
  },
  {
    name: 'admin-handover-detail',
    path: '/admin/handover',
    state: 'admin',
    wait: 'handover-row',
    act: async (page) => {
      await page.getByTestId('handover-row').nth(1).click();
      await page.getByTestId('handover-item').first().waitFor();
    },
  },
  {
    name: 'admin-handover-form',
    path: '/admin/handover',
    state: 'admin',
    wait: 'unassigned-row',
    act: fillHandover,
  },
  {
    name: 'admin-handover-refused',
    path: '/admin/handover',
    state: 'admin-handover-refused',
    wait: 'unassigned-row',
    act: async (page) => {
      await fillHandover(page);
      await page.getByTestId('handover-submit').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'admin-handover-picker',
    path: '/admin/handover',
    state: 'admin',
    wait: 'unassigned-row',
    act: async (page) => {
      await page.getByTestId('handover-start').click();
      await page.getByTestId('pick-from').click();
      await page.getByTestId('member-row').first().waitFor();
    },
  },
  { name: 'admin-messages', path: '/admin/messages', state: 'admin', wait: 'delivery-row' },
  { name: 'admin-messages-none', path: '/admin/messages', state: 'admin-messages-none', wait: 'empty-state' },
  { name: 'statistics', path: '/statistics', state: 'many', wait: 'figures' },
  { name: 'statistics-none', path: '/statistics', state: 'statistics-none', wait: 'empty-state' },
  { name: 'statistics-error', path: '/statistics', state: 'statistics-error', wait: 'error-state' },
  { name: 'statistics-partial', path: '/statistics', state: 'statistics-partial', wait: 'figures' },
  {
    name: 'statistics-how',
    path: '/statistics',
    state: 'many',
    wait: 'figures',
    act: (page) => page.getByTestId('how').click(),
  },
  { name: 'handovers-manager', path: '/handovers', state: 'admin', wait: 'handover-row' },
  { name: 'handovers-refused', path: '/handovers', state: 'default', wait: 'error-state' },
  { name: 'customers-manager', path: '/customers', state: 'search-manager', wait: 'customer-row' },
  {
    name: 'admin-installation',
    path: '/admin/installation',
    state: 'admin',
    wait: 'installation',
    isWhole: true,
  },
  ...['found', 'unclear', 'converting', 'moving', 'done', 'failed'].map((stand) => ({
    name: `admin-former-${stand}`,
    path: '/admin/installation',
    state: `admin-former-${stand}`,
    wait: stand === 'unclear' ? 'former-app-look' : 'former-app',
    isWhole: true,
  })),
  {
    name: 'admin-former-sure',
    path: '/admin/installation',
    state: 'admin-former-found',
    wait: 'former-app',
    isWhole: true,
    act: async (page) => {
      await page.getByTestId('former-app-agree').click();
    },
  },
  ...['open', 'others', 'provider', 'converting', 'gone', 'needed', 'failed'].map((stand) => ({
    name: `admin-upgrade-${stand}`,
    path: '/admin/installation',
    state: `admin-upgrade-${stand}`,
    wait: 'id-upgrade',
    isWhole: true,
  })),
  ...['moving', 'done'].map((stand) => ({
    name: `admin-upgraded-${stand}`,
    path: '/admin/installation',
    state: `admin-upgraded-${stand}`,
    wait: 'id-upgrade-report',
    isWhole: true,
  })),
  {
    name: 'admin-upgrade-sure',
    path: '/admin/installation',
    state: 'admin-upgrade-gone',
    wait: 'id-upgrade',
    act: (page) => page.getByTestId('upgrade-go-on').click(),
  },
  {
    name: 'admin-upgrade-refused',
    path: '/admin/installation',
    state: 'admin-upgrade-customers',
    wait: 'id-upgrade',
    act: async (page) => {
      await page.getByTestId('upgrade-start').click();
      await page.getByTestId('upgrade-confirm').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'admin-installation-troubled',
    path: '/admin/installation',
    state: 'admin-installation-troubled',
    wait: 'installation',
    isWhole: true,
    act: async (page) => {
      await page.getByTestId('setup-check-run').click();
      await page.getByTestId('setup-check').first().waitFor();
    },
  },
  {
    name: 'admin-installation-own',
    path: '/admin/installation',
    state: 'admin-installation-own',
    wait: 'installation',
  },
  {
    name: 'admin-installation-error',
    path: '/admin/installation',
    state: 'admin-installation-error',
    wait: 'error-state',
  },
  ...['fine', 'first', 'running', 'failed', 'held', 'held-others', 'waits', 'unlicensed', 'long'].map(
    (stand) => ({
      ...{ name: `own-${stand}`, path: '/own-installation', state: `own-${stand}`, wait: 'own-installation' },
      isWhole: true,
    }),
  ),
  {
    ...{ name: 'own-sure', path: '/own-installation', state: 'own-held', wait: 'own-losses-mark' },
    act: async (page) => {
      await page.getByTestId('own-losses-mark').click();
      await page.getByTestId('own-losses-confirm').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'own-error', path: '/own-installation', state: 'own-error', wait: 'error-state' },
  { name: 'own-refused', path: '/own-installation', state: 'default', wait: 'error-state' },
  { name: 'own-customers', path: '/customers', state: 'own-fine', wait: 'customer-row' },
  ...['unlicensed', 'not-read', 'refused'].map((stand) => ({
    ...{ name: `own-none-${stand}`, path: '/customers', state: `own-none-${stand}`, wait: 'empty-state' },
  })),
  {
    ...{ name: 'error-too-many', path: '/problem?code=session.too_many_attempts&requestId=7F3K-02Q9' },
    wait: 'error-state',
  },
  { name: 'admin-events', path: '/admin/events', state: 'admin', wait: 'failed-work' },
  { name: 'admin-events-none', path: '/admin/events', state: 'admin-events-none', wait: 'failed-work' },
  { name: 'admin-events-error', path: '/admin/events', state: 'admin-events-error', wait: 'error-state' },
  { name: 'admin-refused', path: '/admin', state: 'default', wait: 'error-state' },
  { name: 'error-sdk', client: 'refused', wait: 'still-works' },
  { name: 'error-forbidden', client: 'forbidden', wait: 'still-works' },
  { name: 'error-elsewhere', client: 'elsewhere', wait: 'still-works' },
  { name: 'error-group', client: 'group', wait: 'still-works' },
  { name: 'error-outside', client: null, wait: 'still-works' },
  { name: 'error-timeout', client: 'silent', wait: 'still-works' },
  ...[
    'no-relation',
    'not-found',
    'licence',
    'not-permitted',
    'limited',
    'unavailable',
    'misconfigured',
    'unknown',
  ].map((state) => ({ name: `error-${state}`, state, wait: 'still-works' })),
  { name: 'error-offline', state: 'down', wait: 'error-state' },
  {
    name: 'error-range',
    path: '/problem?code=session.outside_range&requestId=7F3K-02Q9',
    wait: 'error-state',
  },
  { name: 'error-lost', path: '/nowhere', wait: 'error-state' },
  { name: 'error-cancelled', path: '/problem?code=session.cancelled&return=/admin', wait: 'error-state' },
  {
    ...{ name: 'install-code', path: '/install-code?template=dkExample', client: null },
    ...{ state: 'install', wait: 'install-qr' },
  },
  {
    ...{ name: 'install-code-error', path: '/install-code?template=dkExample', client: null },
    ...{ state: 'install-error', wait: 'error-state' },
  },
  ...['one', 'many'].map((count) => ({
    ...{ name: `login-${count}`, path: '/login', state: `login-${count}`, client: null, wait: 'login-way' },
  })),
  ...['none', 'error'].map((what) => ({
    ...{ name: `login-${what}`, path: '/login', state: `login-${what}`, client: null, wait: 'error-state' },
  })),
];

async function shoot(browser, view, size, theme, lang) {
  const client = view.client === undefined ? 'single' : view.client;
  const context = await browser.newContext({
    viewport: sizes[size],
    deviceScaleFactor: size === 'w1280' ? 1 : 2,
    userAgent: client ? wecom : agent,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  if (client) await page.addInitScript(bridge, clients[client]);
  const url = new URL(view.path ?? '/sidebar', base);
  url.searchParams.set('theme', theme);
  url.searchParams.set('lang', lang);
  url.searchParams.set('state', view.state ?? 'default');
  await page.goto(url.href);
  await page
    .getByTestId(view.wait ?? 'card-name')
    .first()
    .waitFor({ timeout: 15_000 });
  await view.act?.(page);
  await page.waitForTimeout(350);
  const name = `${view.name}-${size}-${theme}${lang === 'zh' ? '' : `-${lang}`}`;
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: view.isWhole ?? false });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) complaints.push(`wider than the window by ${wide}`);
  const real = complaints.filter((text) => !/Failed to load resource/.test(text));
  if (real.length > 0) say(`${name} ${real.join(' | ')}`);
  await context.close();
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
const jobs = [];
for (const view of views) {
  for (const theme of ['light', 'dark']) {
    for (const size of ['w360', 'w390', 'w1280']) jobs.push([view, size, theme, 'zh']);
  }
  if (['default', 'long', 'tags'].includes(view.name)) jobs.push([view, 'w320', 'light', 'zh']);
  if (
    [
      'default',
      'draft',
      'tags',
      'long',
      'error-sdk',
      'profile',
      'customers',
      'login-many',
      'own-failed',
      'own-customers',
      'error-too-many',
    ].includes(view.name)
  )
    jobs.push([view, 'w360', 'light', 'en']);
}
const wanted = jobs.filter(([view, size, theme, lang]) =>
  new RegExp(filter).test(`${view.name}-${size}-${theme}-${lang}`),
);
await Promise.all(
  Array.from({ length: 2 }, async () => {
    for (let job = wanted.shift(); job; job = wanted.shift()) {
      try {
        await shoot(browser, ...job);
      } catch (error) {
        say(`${job[0].name} ${job.slice(1).join('-')} ${error.message.split('\n')[0]}`);
      }
    }
  }),
);
await browser.close();
