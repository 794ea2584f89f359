import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Product, startProduct } from './product.ts';

/** Another company of the simulator, which has not installed anything yet. */
const company = { corpId: 'ww2b9d64c0e8f71a53', name: '明川文化' };

describe('a company installs the third-party app', () => {
  let product: Product;
  let page: Page;
  let suiteId = '';

  beforeAll(async () => {
    product = await startProduct(['--empty']);
    const response = await fetch(`${product.running.sim}/sim/api/suites`);
    const { providers } = (await response.json()) as {
      providers: { suites: { suiteId: string; kind: string }[] }[];
    };
    suiteId = providers[0]?.suites.find((suite) => suite.kind === 'suite')?.suiteId ?? '';
    const context = await product.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'zh-CN',
    });
    page = await context.newPage();
  });

  afterAll(() => product?.stop());

  test('from the link over the page of its administrator back to the app', async () => {
    await page.goto(`${product.running.app}/install/${suiteId}`);
    await page.getByText(company.name).first().waitFor();
    const install = new URL(page.url());
    install.searchParams.set('sim_admin', company.corpId);
    await page.goto(install.href);
    expect(page.url()).toContain('/connect/oauth2/authorize');
    expect(page.url()).toContain(`appid=${suiteId}`);
  });

  test('a member signs in and finds the first customer', async () => {
    const signIn = new URL(page.url());
    signIn.searchParams.set('sim_user', `${company.corpId}/ZhangSan`);
    await page.goto(signIn.href);
    await page.goto(`${product.running.app}/customers?suite=${suiteId}`);
    await expect.poll(() => page.getByTestId('customer-row').count(), { timeout: 15_000 }).toBeGreaterThan(0);
    await page.getByTestId('customer-row').first().click();
    await page.getByTestId('card-name').waitFor();
    expect(await page.getByTestId('timeline-entry').count()).toBeGreaterThan(0);
  });
});
