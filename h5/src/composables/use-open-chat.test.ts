import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { computed, createApp, defineComponent, shallowRef } from 'vue';
import type { AskedChat } from './use-open-chat.ts';
import { bootKey } from './use-viewer.ts';

const client = vi.hoisted(() => ({ currentChat: vi.fn() }));
vi.mock('../api/wecom-client.ts', async (load) => ({ ...(await load<object>()), ...client }));
const { useOpenChat } = await import('./use-open-chat.ts');

afterEach(() => void vi.clearAllMocks());

function open(chatId: string | null, externalUserId: string | null) {
  const asked = shallowRef<AskedChat>({ chatId, externalUserId });
  let chat: ReturnType<typeof useOpenChat> | undefined;
  const Page = defineComponent(() => {
    chat = useOpenChat(computed(() => asked.value));
    return () => null;
  });
  const app = createApp(Page);
  app.provide(bootKey as symbol, { viewer: {}, jssdk: null });
  app.mount(document.createElement('div'));
  return { asked, shown: () => chat?.data.value, state: () => chat?.state.value };
}

describe('the chat the page is about', () => {
  it('is the one the address names, without asking the client', async () => {
    const customer = open(null, 'wm1');
    const group = open('wr1', null);
    await flushPromises();
    expect(customer.shown()).toEqual({ kind: 'customer', externalUserId: 'wm1' });
    expect(group.shown()).toEqual({ kind: 'group', chatId: 'wr1' });
    expect(client.currentChat).not.toHaveBeenCalled();
  });

  it('stays the group while one of its customers is opened and closed', async () => {
    client.currentChat.mockResolvedValue({ kind: 'group', chatId: 'wr1' });
    const page = open(null, null);
    await flushPromises();
    for (const asked of [
      { chatId: 'wr1', externalUserId: 'wm1' },
      { chatId: null, externalUserId: null },
    ]) {
      page.asked.value = asked;
      await flushPromises();
      expect([page.state(), page.shown()]).toEqual(['ready', { kind: 'group', chatId: 'wr1' }]);
    }
    expect(client.currentChat).toHaveBeenCalledTimes(1);
  });

  it('is another one when the address names another', async () => {
    const page = open('wr1', null);
    await flushPromises();
    page.asked.value = { chatId: 'wr2', externalUserId: null };
    await flushPromises();
    expect(page.shown()).toEqual({ kind: 'group', chatId: 'wr2' });
    page.asked.value = { chatId: null, externalUserId: 'wm9' };
    await flushPromises();
    expect(page.shown()).toEqual({ kind: 'customer', externalUserId: 'wm9' });
  });
});
