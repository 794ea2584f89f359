import type { OwnInstallation } from '@guanxi/shared/own-installation';
import { MINUTE } from '@guanxi/shared/time';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { useSectionI18n } from '../../i18n/index.ts';
import { ownInstallationMessages } from '../../i18n/sections/own-installation.ts';
import { mountInApp } from '../../test-kit.ts';
import OwnLicence from './OwnLicence.vue';
import OwnSync from './OwnSync.vue';

enableAutoUnmount(afterEach);

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function mountSync(sync: Partial<OwnInstallation['sync']>, isAsked = false) {
  const whole: OwnInstallation['sync'] = {
    state: 'read',
    readAt: null,
    run: null,
    losses: null,
    startableAt: inMs(0),
    ...sync,
  };
  let asked = 0;
  const confirmed: number[] = [];
  const Page = defineComponent(() => {
    useSectionI18n('ownInstallation', ownInstallationMessages);
    return () =>
      h(OwnSync, {
        sync: whole,
        isAsked,
        confirm: async (id) => void confirmed.push(id),
        onStart: () => asked++,
      });
  });
  const page = await mountInApp(Page);
  return { page, button: page.get('[data-testid=own-sync-start]'), asked: () => asked, confirmed };
}
const run = (parts: object) => ({
  ...{ id: 1, status: 'done' as const, startedAt: inMs(-5000), finishedAt: inMs(-1000) },
  ...{ percent: 100, secondsLeft: null, failure: null, ...parts },
});

describe('a member’s own sync', () => {
  it('may be asked for when nothing stands against it', async () => {
    const { button, asked } = await mountSync({ run: run({}), startableAt: inMs(-MINUTE) });
    await button.trigger('click');
    expect(asked()).toBe(1);
  });

  it('cannot be asked for a moment after the last one, and says until when', async () => {
    const { page, button } = await mountSync({ run: run({}), startableAt: inMs(5 * MINUTE) });
    expect(button.attributes('disabled')).toBeDefined();
    expect(page.text()).toContain('以后可以再来');
  });

  it('cannot be asked for while one runs, or was asked for', async () => {
    const running = await mountSync({ run: run({ status: 'running', percent: 40 }), startableAt: null });
    expect(running.button.attributes('disabled')).toBeDefined();
    expect(running.page.text()).toContain('40%');
    expect((await mountSync({}, true)).button.attributes('disabled')).toBeDefined();
  });

  it('lets their owner mark losses, after asking again', async () => {
    const { page, confirmed } = await mountSync({
      ...{ run: run({ id: 7, status: 'asking' }), losses: { own: 60, isAllOwn: true } },
    });
    await page.get('[data-testid=own-losses-mark]').trigger('click');
    expect(confirmed).toEqual([]);
    const sure = document.querySelector<HTMLButtonElement>('[data-testid=own-losses-confirm]');
    expect(sure?.textContent).toContain('标 60 条为流失');
    sure?.click();
    await flushPromises();
    expect(confirmed).toEqual([7]);
  });

  it('lets nobody mark the losses of others', async () => {
    const { page } = await mountSync({ run: run({ status: 'asking' }), losses: { own: 3, isAllOwn: false } });
    expect(page.find('[data-testid=own-losses-mark]').exists()).toBe(false);
    expect(page.text()).toContain('有你的 3 条，其余是同事的');
  });

  it('says why it failed', async () => {
    const { page } = await mountSync({ run: run({ status: 'failed', failure: '48002 api forbidden' }) });
    expect(page.text()).toContain('原因：48002 api forbidden');
  });
});

it.each([
  ['none', null, ['没有', '请联系服务商']],
  ['expired', inMs(-MINUTE), ['已过期', '过期于']],
  ['active', inMs(MINUTE), ['互通账号', '到期']],
  ['not_needed', null, ['不需要']],
] as const)('a licence that is %s is told', async (state, expiresAt, words) => {
  const licence: OwnInstallation['licence'] = { need: 'needed', trialUntil: null, state, expiresAt };
  const page = await mountInApp(
    defineComponent(() => {
      useSectionI18n('ownInstallation', ownInstallationMessages);
      return () => h(OwnLicence, { licence });
    }),
  );
  for (const word of words) expect(page.text()).toContain(word);
  expect(page.text().includes('请联系服务商')).toBe(state === 'none' || state === 'expired');
});
