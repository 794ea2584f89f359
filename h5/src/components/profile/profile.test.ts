import type { Profile } from '@guanxi/shared/profile';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { useProfile } from '../../composables/use-profile.ts';
import { fine, mountInApp, type Sent, serve } from '../../test-kit.ts';
import ProfileNotes from './ProfileNotes.vue';

const synced = <Value>(value: Value) => ({ value, saved: value, state: 'synced' as const, failure: null });
const phones = ['138****5678', '139****4321'].map((masked) => ({ masked, ref: masked }));
const profileOf = (parts: Partial<Profile> = {}): Profile => ({
  remark: synced('娜娜'),
  description: synced(''),
  company: synced(''),
  mobiles: synced(phones),
  ...parts,
});
const id = (name: string) => `[data-testid=${name}]`;
const newest = (sent: Sent[]) => sent[sent.length - 1];
const last = (sent: Sent[]) => newest(sent)?.body;

async function open(initial = profileOf(), canEdit = true) {
  const sent = serve(() => fine({ profile: initial, number: '13812345678' }));
  const Panel = defineComponent(() => {
    const profile = useProfile(7, 1, initial, () => {});
    return () =>
      h(ProfileNotes, {
        customer: { type: 'wechat' } as never,
        notes: profile.notes.value as never,
        profile,
        canEdit,
      });
  });
  return { page: await mountInApp(Panel), sent };
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

describe('a text', () => {
  it('is written in its place: Enter saves, and the change can be taken back', async () => {
    const { page, sent } = await open();
    await page.find(`${id('note-remark')} ${id('note-edit')}`).trigger('click');
    const field = page.find(`${id('note-remark')} input`);
    expect((field.element as HTMLInputElement).value).toBe('娜娜');
    await field.setValue('欧阳');
    await field.trigger('keydown', { key: 'Enter' });
    await vi.waitFor(() => expect(last(sent)).toEqual({ remark: '欧阳' }));
    expect(page.find('#toast').text()).toBe('已改：备注');
    await page.find('#undo').trigger('click');
    await vi.waitFor(() => expect(last(sent)).toEqual({ remark: '娜娜' }));
    page.unmount();
  });

  it('Escape gives up, and a key of an input method is not Enter', async () => {
    const { page, sent } = await open();
    await page.find(`${id('note-remark')} ${id('note-edit')}`).trigger('click');
    const field = page.find(`${id('note-remark')} input`);
    await field.setValue('ouyang');
    await field.trigger('keydown', { key: 'Enter', isComposing: true });
    expect(page.find(`${id('note-remark')} input`).exists()).toBe(true);
    await field.trigger('keydown', { key: 'Escape' });
    expect(page.find(`${id('note-remark')} input`).exists()).toBe(false);
    expect(sent).toEqual([]);
    page.unmount();
  });

  it('half written survives the closing of the panel', async () => {
    const first = await open();
    await first.page.find(`${id('note-description')} ${id('note-edit')}`).trigger('click');
    await first.page.find('textarea').setValue('只写了一');
    first.page.unmount();
    const second = await open();
    expect((second.page.find('textarea').element as HTMLTextAreaElement).value).toBe('只写了一');
    await second.page.find(id('note-cancel')).trigger('click');
    second.page.unmount();
    const third = await open();
    expect(third.page.find('textarea').exists()).toBe(false);
    third.page.unmount();
  });

  it('longer than the platform takes is not saved', async () => {
    const { page } = await open();
    await page.find(`${id('note-remark')} ${id('note-edit')}`).trigger('click');
    await page.find(`${id('note-remark')} input`).setValue('🐟'.repeat(20));
    expect(page.find(id('note-save')).attributes('disabled')).toBeUndefined();
    await page.find(`${id('note-remark')} input`).setValue('🐟'.repeat(21));
    expect(page.find(id('note-save')).attributes('disabled')).toBeDefined();
    expect(page.find(id('note-count')).text()).toBe('21/20');
    page.unmount();
  });

  it('that failed tells the cause with its code, and how to go on', async () => {
    const failure = { reason: 'relation_gone', errcode: 84061, attempts: 1 } as const;
    const { page, sent } = await open(
      profileOf({ remark: { ...synced('娜娜'), value: '欧阳', state: 'failed', failure } }),
    );
    expect(page.find(id('note-failed')).text()).toContain('没写进企业微信：你和客户已不是好友（84061）');
    await page.find(id('note-retry')).trigger('click');
    await vi.waitFor(() => expect(newest(sent)?.url).toBe('/api/customers/7/profile/retry'));
    page.unmount();
  });
});

describe('phones', () => {
  it('are taken away at once, and put back by the undo', async () => {
    const { page, sent } = await open();
    await page.findAll(id('mobile-remove'))[0]?.trigger('click');
    await vi.waitFor(() => expect(last(sent)).toEqual({ mobiles: [{ ref: '139****4321' }] }));
    expect(page.find('#toast').text()).toBe('已去掉：138****5678');
    await page.find('#undo').trigger('click');
    await vi.waitFor(() => expect(last(sent)).toEqual({ mobiles: phones.map(({ ref }) => ({ ref })) }));
    page.unmount();
  });

  it('are added, and what cannot be one is told before it is sent', async () => {
    const { page, sent } = await open();
    await page.find(id('mobile-add')).trigger('click');
    const field = page.find(`${id('note-mobiles')} input`);
    await field.setValue('138');
    await field.trigger('keydown', { key: 'Enter' });
    expect(page.find(id('note-error')).text()).toBe('电话要有 5 到 20 位数字');
    expect(sent).toEqual([]);
    await field.setValue('137 0000-1111');
    await field.trigger('keydown', { key: 'Enter' });
    await vi.waitFor(() =>
      expect(last(sent)).toEqual({
        mobiles: [...phones.map(({ ref }) => ({ ref })), { number: '13700001111' }],
      }),
    );
    page.unmount();
  });

  it('are copied whole, which the server is asked for', async () => {
    const copied: string[] = [];
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => copied.push(text) } });
    const { page, sent } = await open();
    await page.findAll(id('mobile-copy'))[0]?.trigger('click');
    await vi.waitFor(() => expect(copied).toEqual(['13812345678']));
    expect(newest(sent)).toMatchObject({
      url: '/api/customers/7/mobiles/reveal',
      body: { ref: '138****5678' },
    });
    expect(page.text()).not.toContain('13812345678');
    page.unmount();
  });

  it('of a relation that ended are only looked at', async () => {
    const { page } = await open(profileOf(), false);
    expect(page.findAll(id('mobile-copy')).length).toBe(2);
    for (const what of ['note-edit', 'mobile-remove', 'mobile-add'])
      expect(page.find(id(what)).exists()).toBe(false);
    page.unmount();
  });
});
