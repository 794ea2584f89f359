import type { CustomerHitPage } from '@guanxi/shared/customer-search';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { failed, fine, type Reply, runScoped, serve } from '../test-kit.ts';
import { useCustomerSearch } from './use-customer-search.ts';

let stop = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, '');
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(who: 'mine' | 'scope' = 'mine') {
  const scoped = runScoped(() => useCustomerSearch(who));
  stop = scoped.stop;
  return scoped.result;
}
const page = (ids: number[], more: Partial<CustomerHitPage> = {}) =>
  fine({ items: ids.map((id) => ({ id })), nextCursor: null, isIndexComplete: true, ...more });
const idsOf = ({ items }: ReturnType<typeof open>) => items.value.map(({ id }) => id);

async function types(search: ReturnType<typeof open>, ...texts: string[]) {
  for (const text of texts) {
    search.text.value = text;
    await nextTick();
  }
}

describe('the search of customers', () => {
  it('asks once after a pause, with the text in the body and not in the address', async () => {
    const sent = serve(() => page([1]));
    const search = open();
    await types(search, '张', '张三', '张三 ');
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(idsOf(search)).toEqual([1]);
    expect(sent).toEqual([
      { method: 'POST', url: '/api/customer-search', body: { search: '张三', who: 'mine', limit: 30 } },
    ]);
  });

  it('shows the answer to what is typed now, whichever comes last', async () => {
    const answers = new Map<string, (reply: Reply) => void>();
    serve(({ body }) => new Promise((resolve) => answers.set((body as { search: string }).search, resolve)));
    const search = open();
    await types(search, '张');
    await vi.advanceTimersByTimeAsync(300);
    await types(search, '张三');
    await vi.advanceTimersByTimeAsync(300);
    answers.get('张三')?.(page([3]));
    await vi.advanceTimersByTimeAsync(0);
    answers.get('张')?.(page([1, 2]));
    await vi.advanceTimersByTimeAsync(0);
    expect([search.searched.value, idsOf(search)]).toEqual(['张三', [3]]);
  });

  it('goes on behind a page, also an empty one that is not the last', async () => {
    const sent = serve(({ body }) =>
      (body as { cursor?: string }).cursor === undefined ? page([], { nextCursor: 'c1' }) : page([5]),
    );
    const search = open('scope');
    await types(search, '张 北京');
    await vi.advanceTimersByTimeAsync(300);
    expect(search.isFinished.value).toBe(false);
    await search.more();
    expect([idsOf(search), search.isFinished.value]).toEqual([[5], true]);
    expect(sent[1]?.body).toMatchObject({ search: '张 北京', who: 'scope', cursor: 'c1' });
  });

  it('runs again at once for other customers, and not at all without a text', async () => {
    const sent = serve(() => page([1]));
    const search = open();
    search.who.value = 'scope';
    await nextTick();
    expect(sent).toEqual([]);
    await types(search, '张');
    search.who.value = 'mine';
    await nextTick();
    await vi.advanceTimersByTimeAsync(300);
    expect(sent.map(({ body }) => (body as { who: string }).who)).toEqual(['mine']);
    await types(search, '');
    expect([search.searched.value, sent.length]).toEqual(['', 1]);
  });

  it('says that the index is not complete, and why a search failed', async () => {
    serve(() => page([], { isIndexComplete: false }));
    const search = open();
    await types(search, '张');
    await vi.advanceTimersByTimeAsync(300);
    expect(search.isIndexComplete.value).toBe(false);
    serve(() => failed('server.unknown'));
    await types(search, '张三');
    await vi.advanceTimersByTimeAsync(300);
    expect([search.isFailed.value, search.problem.value?.requestId]).toEqual([true, 'REF-1']);
  });

  it('is there again on the way back, without being in the address', async () => {
    serve(() => page([1]));
    const before = open('mine');
    await types(before, '13800138000');
    before.who.value = 'scope';
    await vi.advanceTimersByTimeAsync(300);
    stop();
    const after = open('mine');
    expect([after.text.value, after.who.value, after.searched.value]).toEqual([
      '13800138000',
      'scope',
      '13800138000',
    ]);
    expect(location.href).not.toContain('138');
  });
});
