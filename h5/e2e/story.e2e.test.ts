import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMysqlDatabase } from '../../server/test/database.ts';
import { type Product, startProduct } from './product.ts';

const serverUrl = process.env.TEST_MARIADB_URL;

/** A database of its own on the private server of this run. */
async function mariaDbArgs(): Promise<string[]> {
  return ['--database', (await createMysqlDatabase(serverUrl ?? '')).url];
}

const engines = [
  { engine: 'SQLite', args: async () => [] as string[] },
  ...(serverUrl === undefined ? [] : [{ engine: 'MariaDB', args: mariaDbArgs }]),
];

describe.each(engines)('the main job on $engine', ({ args }) => {
  let product: Product;
  let page: Page;
  let sidebar: FrameLocator;
  const problems: string[] = [];

  beforeAll(async () => {
    product = await startProduct(await args());
    const context = await product.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'zh-CN',
    });
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(product.running.desktop);
    sidebar = page.frameLocator('[data-testid="sidebar-frame"]');
  });

  afterAll(() => product?.stop());

  test('a new customer adds the rep, and the card appears beside the chat', async () => {
    await page.getByTestId('member-ZhangSan').first().click();
    await page.getByTestId('add-menu').click();
    await page.getByTestId('add-customer').click();
    await page.getByTestId('add-customer-name').fill('宋知远');
    await page.getByTestId('add-customer-submit').click();
    await page.getByTestId('chat-list').getByText('宋知远').first().click();
    await sidebar.getByTestId('card-name').getByText('宋知远').waitFor();
  });

  test('the rep writes a follow-up and sees it in the timeline', async () => {
    await sidebar.getByTestId('action-follow-up').click();
    await sidebar.getByTestId('method-phone').click();
    await sidebar
      .getByTestId('follow-up-text')
      .locator('textarea')
      .or(sidebar.locator('textarea'))
      .first()
      .fill('约了周三看样机，先寄资料');
    await sidebar.getByTestId('follow-up-save').click();
    await sidebar.getByTestId('timeline-entry').getByText('约了周三看样机，先寄资料').waitFor();
  });

  test('a tag set in the sidebar arrives at the platform', async () => {
    const { tagId, externalUserId } = await tagAndCustomer();
    await sidebar.getByTestId('action-tag').click();
    await sidebar.getByTestId(`tag-${tagId}`).click();
    await expect.poll(() => platformTags(externalUserId), { timeout: 15_000 }).toContain(tagId);
  });

  test('the customer deletes the rep, and the card says so', async () => {
    await page.keyboard.press('Escape');
    await page.getByTestId('chat-menu').click();
    await page.getByTestId('customer-deletes').click();
    await expect
      .poll(
        async () => {
          await page.getByTestId('sidebar-reload').click();
          await sidebar.getByTestId('card-name').waitFor();
          return sidebar.getByTestId('relation-banner').count();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(1);
    expect(await sidebar.getByTestId('relation-banner').textContent()).toContain('删');
  });

  test('no script failed on the way', () => {
    expect(problems).toEqual([]);
  });

  async function world() {
    const response = await fetch(`${product.running.sim}/sim/api/world?userid=ZhangSan&limit=1000`);
    return (await response.json()) as {
      relations: { name: string; external_userid: string; tag_id: string[] }[];
      tag_groups: { from_console: boolean; tag: { id: string }[] }[];
    };
  }

  async function tagAndCustomer() {
    const { relations, tag_groups } = await world();
    const tagId = tag_groups[0]?.tag[0]?.id ?? '';
    const externalUserId = relations.find((relation) => relation.name === '宋知远')?.external_userid ?? '';
    return { tagId, externalUserId };
  }

  async function platformTags(externalUserId: string): Promise<string[]> {
    const { relations } = await world();
    return relations.find((relation) => relation.external_userid === externalUserId)?.tag_id ?? [];
  }
});

test('the run on MariaDB was not forgotten', () => {
  expect(process.env.CI === 'true' && serverUrl === undefined).toBe(false);
});
