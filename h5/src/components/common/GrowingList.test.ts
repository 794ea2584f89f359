import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { mountInApp } from '../../test-kit.ts';
import GrowingList from './GrowingList.vue';

/** A list of numbers with words for none. */
const Numbers = defineComponent({
  inheritAttrs: false,
  setup: (_, { attrs }) => {
    const { items } = attrs as { items: number[] };
    return () =>
      h(GrowingList, attrs as { items: number[]; state: 'idle' }, {
        default: () => items.map((item) => h('li', item)),
        empty: () => h('em', 'none'),
      });
  },
});
const upTo = (length: number) => Array.from({ length }, (_, index) => index);

afterEach(() => {
  document.body.innerHTML = '';
});

describe('GrowingList', () => {
  it('stands in for the first page with as many grey rows as it is told, later with one', async () => {
    const first = await mountInApp(Numbers, { items: [], state: 'loading', skeleton: 3 });
    expect([first.findAll('.bone-row').length, first.find('em').exists()]).toEqual([3, false]);
    const later = await mountInApp(Numbers, { items: [1], state: 'loading', skeleton: 3 });
    expect([later.findAll('.bone-row').length, later.findAll('li').length]).toEqual([1, 1]);
  });

  it('says that there is nothing only when it knows', async () => {
    const none = await mountInApp(Numbers, { items: [], state: 'done' });
    expect(none.find('em').text()).toBe('none');
    for (const state of ['idle', 'error'])
      expect((await mountInApp(Numbers, { items: [], state })).find('em').exists()).toBe(false);
  });

  it('says where it ends when it is longer than it is told', async () => {
    const text = async (length: number) =>
      (await mountInApp(Numbers, { items: upTo(length), state: 'done', endAfter: 2 })).find(
        '.van-list__finished-text',
      );
    expect((await text(2)).exists()).toBe(false);
    expect((await text(3)).text()).toBe('没有更多了');
  });

  it('asks for more when a failed page is tapped', async () => {
    const onMore = vi.fn();
    const list = await mountInApp(Numbers, { items: [1], state: 'error', onMore });
    expect(onMore).not.toHaveBeenCalled();
    await list.find('.van-list__error-text').trigger('click');
    expect(onMore).toHaveBeenCalledOnce();
  });
});
