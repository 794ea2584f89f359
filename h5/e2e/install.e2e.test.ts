import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Product, startProduct } from './product.ts';

/** Another company of the simulator, which has not installed anything yet, and the first one with its own app. */
const company = { corpId: 'ww2b9d64c0e8f71a53', name: '明川文化' };
const own = { corpId: 'ww7c1e04b95d2f8a36' };
const note = '约了周四试听，先寄课程表';

let product: Product;
let context: BrowserContext;
let page: Page;
let suiteId = '';
let templateId = '';

beforeAll(async () => {
  product = await startProduct(['--empty']);
  const { providers } = await sim<{ providers: { suites: { suiteId: string; kind: string }[] }[] }>('suites');
  const idOf = (kind: string) => providers[0]?.suites.find((suite) => suite.kind === kind)?.suiteId ?? '';
  suiteId = idOf('suite');
  templateId = idOf('template');
  context = await product.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
});

afterAll(() => product?.stop());

async function sim<Answer>(name: string, body?: object): Promise<Answer> {
  const response = await fetch(`${product.running.sim}/sim/api/${name}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await response.json()) as Answer;
}

/** The page beside the chat, when it shows a customer. */
const card = () => page.frameLocator('[data-testid="sidebar-frame"]').getByTestId('card-name');

/** The simulator's page of a company's administrator, at one app. */
async function console_(appName: string): Promise<Locator> {
  await page.goto(`${product.running.sim}/admin/?tab=apps&corp=${company.corpId}`);
  return page.locator('article.card', { has: page.getByRole('heading', { name: appName, exact: true }) });
}

/** The calls of the platform's API for a company since the first `from` ones. */
async function callsFor(openCorpId: string, from = 0): Promise<{ path: string; errcode: number }[]> {
  const { requests } = await sim<{ requests: { path: string; corpId: string; errcode: number }[] }>(
    'requests',
  );
  const isFor = ({ path, corpId }: { path: string; corpId: string }) =>
    [company.corpId, openCorpId].includes(corpId) || path.endsWith('/get_corp_token');
  return requests.slice(from).filter(isFor);
}

const grantOf = async (id: string) => {
  const { grants } = await sim<{ grants: { suite_id: string; corp: string; open_corpid: string }[] }>(
    'suites',
  );
  return grants.find((grant) => grant.suite_id === id && grant.corp === company.corpId);
};

describe('a company installs the third-party app', () => {
  test('from the link over the page of its administrator back to the app', async () => {
    await page.goto(`${product.running.app}/install/${suiteId}`);
    await page.getByText(company.name).first().waitFor();
    const install = new URL(page.url());
    install.searchParams.set('sim_admin', company.corpId);
    await page.goto(install.href);
    await page.getByTestId('login').waitFor();
    expect(new URL(page.url()).searchParams.get('suite')).toBe(suiteId);
  });

  test('a member signs in, finds the first customer and writes a follow-up', async () => {
    await page.getByTestId('login-way').first().click();
    await page.waitForURL('**/wwlogin/sso/login**');
    const signIn = new URL(page.url());
    signIn.searchParams.set('sim_user', `${company.corpId}/ZhangSan`);
    await page.goto(signIn.href);
    await page.goto(`${product.running.app}/customers?suite=${suiteId}`);
    await expect.poll(() => page.getByTestId('customer-row').count(), { timeout: 15_000 }).toBeGreaterThan(0);
    await page.getByTestId('customer-row').first().click();
    await page.getByTestId('card-name').waitFor();
    expect(await page.getByTestId('timeline-entry').count()).toBeGreaterThan(0);
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
  });
});

describe('the company takes the app back', () => {
  let cardUrl = '';
  let openCorpId = '';

  test('in its console, and not one call is made for it any more', async () => {
    cardUrl = page.url();
    openCorpId = (await grantOf(suiteId))?.open_corpid ?? '';
    await (await console_('关系')).getByRole('button', { name: '删除应用' }).click();
    await page.getByText('授权已取消').waitFor();
    await sim('drain', {});
    await expect.poll(() => statusOfApi()).toBe(401);
    const before = (await sim<{ requests: unknown[] }>('requests')).requests.length;
    await sim('add-friend', { corp: company.corpId, userid: 'ZhangSan', name: '迟到的人' });
    await sim('drain', {});
    await statusOfApi();
    expect(await callsFor(openCorpId, before)).toEqual([]);
  });

  test('and the page says why it shows nothing', async () => {
    await context.addCookies([
      { name: 'sim_member', value: `${company.corpId}/ZhangSan`, url: product.running.sim },
    ]);
    await page.goto(`${product.running.app}/sidebar?suite=${suiteId}`);
    await page.getByTestId('login-way').first().click();
    await page.getByText('这家企业没有安装关系').waitFor();
  });

  test('and comes back within the grace period to its follow-ups', async () => {
    await (await console_('关系')).getByRole('button', { name: '安装', exact: true }).click();
    await page.getByText('已安装').first().waitFor();
    await sim('drain', {});
    await expect
      .poll(
        async () => {
          await page.goto(cardUrl);
          return page.getByTestId('timeline-entry').getByText(note).count();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(1);
  });

  /** What the API says to the session of the member who had the app. */
  const statusOfApi = async () =>
    (await context.request.get(`${product.running.app}/api/customers`)).status();
});

describe('a company has the app made for it by the provider', () => {
  test('its administrator agrees on the page of the code', async () => {
    const popup = page.waitForEvent('popup');
    await (await console_('关系（代开发）')).getByRole('button', { name: '打开授权页' }).click();
    const code = await popup;
    expect(code.url()).toContain(`/3rdapp/customized?suite_id=${templateId}`);
    await code.locator('details[open]').getByRole('button', { name: '同意并安装' }).click();
    await code.getByText('授权完成').waitFor();
    await code.close();
    await sim('drain', {});
    expect(await grantOf(templateId)).toMatchObject({ open_corpid: expect.stringMatching(/^wp/) });
  });

  test('and a member finds the customer of the chat in the sidebar', async () => {
    const { agentid } = (await grantOf(templateId)) as unknown as { agentid: number };
    await page.goto(
      `${product.running.desktop}?corp=${company.corpId}&member=ZhangSan&app=${agentid}&theme=light`,
    );
    await page.getByTestId(`app-tab-${agentid}`).first().waitFor();
    await card().waitFor();
    expect(await card().textContent()).toBe(await page.getByTestId('chat-title').textContent());
  });

  test('a new secret is taken over without a word to anybody', async () => {
    const { open_corpid: openCorpId } = (await grantOf(templateId)) ?? { open_corpid: '' };
    const desktop = page.url();
    const before = (await sim<{ requests: unknown[] }>('requests')).requests.length;
    await (await console_('关系（代开发）')).getByRole('button', { name: '重新获取 Secret' }).click();
    await page.getByText('服务商会收到新的授权码').waitFor();
    await sim('drain', {});
    await sim('add-friend', { corp: company.corpId, userid: 'ZhangSan', name: '周若水' });
    await page.goto(desktop);
    await page.getByTestId('chat-list').getByText('周若水').first().click();
    await card().getByText('周若水').waitFor();
    const gotTokens = (await callsFor(openCorpId, before)).filter(({ path }) => path.endsWith('/gettoken'));
    expect(gotTokens.at(-1)).toMatchObject({ errcode: 0 });
  });
});

describe('a company connects an app of its own', () => {
  test('the console takes the address that the settings open, and the first customer arrives', async () => {
    const url = `${product.running.app}/wecom/callback/${own.corpId}`;
    expect(await sim('callback', { corp: own.corpId, url: '' })).toMatchObject({ ok: true });
    expect(await sim('callback', { corp: own.corpId, url: `${product.running.app}/healthz` })).toMatchObject({
      errcode: 40057,
    });
    expect(await sim('callback', { corp: own.corpId, url })).toMatchObject({ ok: true, errcode: 0 });
    await page.goto(`${product.running.desktop}?corp=${own.corpId}&member=ZhangSan`);
    await page.getByTestId('empty-company').waitFor();
    await sim('add-friend', { corp: own.corpId, userid: 'ZhangSan', name: '宋知远' });
    await page.getByTestId('chat-list').getByText('宋知远').first().click();
    await card().getByText('宋知远').waitFor();
  });

  test('a page loads although the tickets of before have become void', async () => {
    await sim('clock', { advanceSeconds: 7300 });
    const isLoaded = page.waitForResponse((response) => response.url().includes('renew=true'));
    await page.getByTestId('sidebar-reload').click();
    expect((await isLoaded).status()).toBe(200);
    await card().getByText('宋知远').waitFor();
  });
});
