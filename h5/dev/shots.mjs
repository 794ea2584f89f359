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
  silent: { agentConfig: ok('agentConfig') },
};

const compose = (page) => page.getByTestId('action-follow-up').click();
const pickTags = async (page) => {
  await page.getByTestId('action-tag').click();
  await page.getByTestId('tag-t00').waitFor();
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
  { name: 'undo', state: 'default', act: (page) => page.getByTestId('follow-up-delete').first().click() },
  { name: 'customers', path: '/customers', state: 'many', wait: 'customer-row' },
  { name: 'customers-none', path: '/customers', state: 'none', wait: 'empty-state' },
  { name: 'admin-sync', path: '/admin/sync', state: 'admin', wait: 'sync-report' },
  { name: 'admin-sync-running', path: '/admin/sync', state: 'admin-sync-running', wait: 'sync-report' },
  { name: 'admin-sync-failed', path: '/admin/sync', state: 'admin-sync-failed', wait: 'sync-report' },
  { name: 'admin-sync-none', path: '/admin/sync', state: 'admin-sync-none', wait: 'empty-state' },
  { name: 'admin-sync-error', path: '/admin/sync', state: 'admin-sync-error', wait: 'error-state' },
  {
    name: 'admin-installation',
    path: '/admin/installation',
    state: 'admin',
    wait: 'installation',
    isWhole: true,
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
  if (['default', 'draft', 'tags', 'long', 'error-sdk', 'profile', 'customers'].includes(view.name))
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
