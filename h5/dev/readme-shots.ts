import { resolve } from 'node:path';
import { startProduct } from '../e2e/product.ts';

/** Takes the README's pictures from the running product: node h5/dev/readme-shots.ts */
const folder = resolve(import.meta.dirname, '../../docs/images');
const product = await startProduct();
try {
  const context = await product.browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  await page.goto(`${product.running.desktop}?theme=light`);
  await page.getByTestId('member-ZhangSan').first().click();
  await page.getByTestId('chat-list').getByText('欧阳娜娜').first().click();
  const frame = page.frameLocator('[data-testid="sidebar-frame"]');
  await frame.getByTestId('timeline-entry').first().waitFor();
  await page.screenshot({ path: `${folder}/desktop.png` });
  const panel = page.getByTestId('sidebar-frame');
  await panel.screenshot({ path: `${folder}/sidebar-card.png` });
  await frame.getByTestId('action-follow-up').click();
  await frame.getByTestId('method-phone').click();
  await frame.getByTestId('outcome-awaiting_approval').click();
  await frame.locator('textarea').fill('只等老板签字，估计后天有准话。首付想再低一点，我去和财务商量。');
  await frame.getByTestId('next-threeDays').click();
  await frame.locator('[data-testid="draft-status"][data-state="saved"]').waitFor();
  await panel.screenshot({ path: `${folder}/sidebar-follow-up.png` });
} finally {
  await product.stop();
}
