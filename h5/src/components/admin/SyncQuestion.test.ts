import type { SyncRun } from '@guanxi/shared/sync';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { ApiError } from '../../api/client.ts';
import { useSectionI18n } from '../../i18n/index.ts';
import { syncMessages } from '../../i18n/sections/sync.ts';
import { fine, mountInApp, serve } from '../../test-kit.ts';
import SyncQuestion from './SyncQuestion.vue';

enableAutoUnmount(afterEach);

/** The question with the texts of its page. */
const Page = defineComponent((_props, { attrs }) => {
  useSectionI18n('sync', syncMessages);
  return () => h(SyncQuestion, attrs as never);
});

const run = { id: 7, status: 'asking', unseen: { relations: 1200, of: 4000 } } as SyncRun;
const losses = {
  relations: 1200,
  members: [
    { member: { memberId: 1, userId: 'zs', name: '张三' }, relations: 900 },
    { member: { memberId: 2, userId: 'ls', name: '李思' }, relations: 250 },
  ],
  otherMembers: 3,
};
const button = (id: string) => document.querySelector<HTMLButtonElement>(`[data-testid=${id}]`);
const text = () => document.body.textContent ?? '';

async function open(confirm: (runId: number) => Promise<void> = async () => {}) {
  const sent = serve(() => fine(losses));
  const again = vi.fn();
  await mountInApp(Page, { run, isBusy: false, confirm, onAgain: again });
  await flushPromises();
  return { sent, again };
}

beforeEach(() => {
  document.body.innerHTML = '';
});
afterEach(() => vi.unstubAllGlobals());

describe('a full sync that asks', () => {
  it('says how many relations are missing, of how many, and whose they are', async () => {
    const { sent } = await open();
    expect(sent[0]?.url).toBe('/api/sync-runs/7/losses');
    for (const words of ['1,200 条跟进关系', '原有 4,000 条', '张三', '900 条', '另有 3 位成员']) {
      expect(text()).toContain(words);
    }
  });

  it('marks nothing before the second tap', async () => {
    const confirm = vi.fn(async () => {});
    await open(confirm);
    button('losses-mark')?.click();
    await flushPromises();
    expect(confirm).not.toHaveBeenCalled();
    button('losses-confirm')?.click();
    await flushPromises();
    expect(confirm).toHaveBeenCalledExactlyOnceWith(7);
  });

  it('says why marking was refused, and can be asked to read again', async () => {
    const refusal = new ApiError('sync.not_asking', '又同步了一次', { status: 409 });
    const { again } = await open(() => Promise.reject(refusal));
    button('losses-mark')?.click();
    await flushPromises();
    button('losses-confirm')?.click();
    await flushPromises();
    expect(document.querySelector('[role=alert]')?.textContent).toContain('又同步了一次');
    button('sync-again')?.click();
    expect(again).toHaveBeenCalledOnce();
  });
});
