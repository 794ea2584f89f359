import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nextTick, ref } from 'vue';
import { createMessages } from '../../i18n/index.ts';
import { memberWord } from './member-word.ts';
import NamedText from './NamedText.vue';

const draw = vi.fn();
const isReady = ref(false);
vi.mock('../../composables/use-open-data.ts', () => ({
  useOpenData: () => ({ isReady, draw, want: () => {} }),
}));
enableAutoUnmount(afterEach);
afterEach(() => {
  isReady.value = false;
  draw.mockClear();
});

const text = `由${memberWord({ name: '', userId: 'woAJ2_x' })}发起`;

const show = async () =>
  mount(NamedText, { props: { text }, global: { plugins: [await createMessages('zh-CN')] } });

describe('a text with a hidden name', () => {
  it('speaks of a colleague until the client draws the name', async () => {
    const wrapper = await show();
    expect(wrapper.text()).toBe('由同事发起');
  });

  it('leaves a place to the client, and draws it anew for another member', async () => {
    const wrapper = await show();
    isReady.value = true;
    await nextTick();
    const place = wrapper.get('ww-open-data');
    expect(place.attributes()).toMatchObject({ type: 'userName', openid: 'woAJ2_x' });
    expect(draw).toHaveBeenCalledTimes(1);
    await wrapper.setProps({ text: `由${memberWord({ name: '', userId: 'woAJ2_y' })}发起` });
    expect(wrapper.get('ww-open-data').attributes('openid')).toBe('woAJ2_y');
    expect(draw).toHaveBeenCalledTimes(2);
  });
});
