import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Product, startProduct } from './product.ts';

let product: Product;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  product = await startProduct();
  context = await product.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
});

afterAll(() => product?.stop());

/** From the page that asks to the one with the code. */
async function goToCode(): Promise<void> {
  await page.getByTestId('login').waitFor();
  await page.getByTestId('login-way').first().click();
  await page.getByRole('heading', { name: '扫码登录' }).waitFor();
}

describe('a browser outside of WeCom', () => {
  test('is asked to sign in before it sees anything of the admin area', async () => {
    await page.goto(`${product.running.app}/admin`);
    await page.getByTestId('login').waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
    expect((await context.request.get(`${product.running.app}/api/session`)).status()).toBe(401);
  });

  test('whose owner does not scan is told so, and can begin again', async () => {
    await goToCode();
    await page.getByText('取消').click();
    await page.getByText('登录取消了').first().waitFor();
    await page.getByTestId('error-sign-in').click();
  });

  test('gets the admin area once an admin scanned the code', async () => {
    await goToCode();
    await page.getByText('周启明').first().click();
    await page.waitForURL(`${product.running.app}/admin/**`);
    await page.getByRole('heading').first().waitFor();
    expect(await page.getByTestId('error-state').count()).toBe(0);
    const session = await context.request.get(`${product.running.app}/api/session`);
    expect(await session.json()).toMatchObject({ userId: 'ZhouQiming', role: 'admin' });
  });

  test('is led home by its address alone', async () => {
    await page.goto(product.running.app);
    await page.waitForURL(`${product.running.app}/admin/**`);
  });

  test('is left by nobody signed in', async () => {
    await page.getByTestId('sign-out').click();
    await page.getByTestId('login').waitFor();
    await page.goBack();
    await page.getByTestId('login').waitFor();
    expect((await context.request.get(`${product.running.app}/api/session`)).status()).toBe(401);
  });
});
