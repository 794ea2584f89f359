import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureH5 } from '../../scripts/dev/build-h5.ts';
import { startTestApp, type TestApp } from '../../server/test/app.ts';
import { countIn, rowsIn } from '../../server/test/rows.ts';
import { chromiumFlags, clientAgent } from './product.ts';

/** The server in this process, so that months go by in a moment; the pages and the browser are real. */
let app: TestApp;
let browser: Browser;
let page: Page;

const company = 'ww2b9d64c0e8f71a53';
const note = '约了周四试听，先寄课程表';
const day = 86_400;

beforeAll(async () => {
  await ensureH5(() => undefined, new AbortController().signal);
  app = await startTestApp({ suites: true, env: { H5_DIR: join(import.meta.dirname, '../dist') } });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: chromiumFlags,
  });
  const context = await browser.newContext({ locale: 'zh-CN', userAgent: clientAgent });
  context.setDefaultTimeout(8000);
  await context.addCookies([{ name: 'sim_member', value: `${company}/ZhangSan`, url: app.sim.url }]);
  page = await context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

const suiteId = () => app.sim.suites.find(({ kind }) => kind === 'suite')?.suiteId ?? '';

/** The administrator installs the app in his console, and the server follows. */
async function install(): Promise<void> {
  await post('suites/push-ticket', {});
  await app.settle();
  await post('suites/install', { suite_id: suiteId(), corp: company, announce: 'event' });
  await app.settle();
}

async function post(name: string, body: object): Promise<void> {
  const response = await fetch(`${app.sim.url}/sim/api/${name}`, {
    ...{ method: 'POST', body: JSON.stringify(body) },
  });
  expect(response.status).toBe(200);
}

/** A member opens the first customer of the list; returns what the timeline says. */
async function openFirstCard(): Promise<string> {
  await page.goto(`${app.url}/customers?suite=${suiteId()}`);
  await page.getByTestId('customer-row').first().click();
  await page.getByTestId('timeline-entry').first().waitFor();
  return (await page.getByTestId('timeline-entry').allTextContents()).join('\n');
}

const tenant = async () => {
  const rows = await rowsIn(app.ctx, 'corp', `app_key = '${suiteId()}'`);
  return Number(rows[0]?.id);
};

test('a company works with the app, takes it back, and is shown out', async () => {
  await install();
  await openFirstCard();
  await page.getByTestId('action-follow-up').click();
  await page.getByTestId('method-phone').click();
  await page
    .getByTestId('follow-up-text')
    .locator('textarea')
    .or(page.locator('textarea'))
    .first()
    .fill(note);
  await page.getByTestId('follow-up-save').click();
  await page.getByTestId('timeline-entry').getByText(note).waitFor();
  await post('suites/grant', { op: 'cancel', suite_id: suiteId(), corp: company });
  await app.settle();
  await page.goto(`${app.url}/sidebar?suite=${suiteId()}`);
  await page.getByText('这家企业没有安装关系').waitFor();
});

test('coming back on the last day brings the follow-up back', async () => {
  app.advance(29 * day);
  await install();
  expect(await openFirstCard()).toContain(note);
});

test('after thirty days nothing is left, and whoever comes back begins anew', async () => {
  const id = await tenant();
  await post('suites/grant', { op: 'cancel', suite_id: suiteId(), corp: company });
  await app.settle();
  app.advance(30 * day + 60);
  await app.settle();
  const tables = [
    'member',
    'customer',
    'follow_relation',
    'follow_up',
    'timeline_entry',
    'tag',
    'inbox_event',
  ];
  for (const table of tables) expect(await countIn(app.ctx, table, `corp_id = ${id}`), table).toBe(0);
  expect(await countIn(app.ctx, 'corp', `id = ${id}`)).toBe(0);
  await install();
  expect(await tenant()).not.toBe(id);
  expect(await openFirstCard()).not.toContain(note);
});
