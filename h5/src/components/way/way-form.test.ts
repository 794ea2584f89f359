import type { ContactWayInput } from '@guanxi/shared/contact-ways';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { ApiError } from '../../api/client.ts';
import { useSectionI18n } from '../../i18n/index.ts';
import { wayMessages } from '../../i18n/sections/ways.ts';
import { fine, mountInApp, serve } from '../../test-kit.ts';
import WayForm from './WayForm.vue';
import { failureWords } from './way-words.ts';

const saved: ContactWayInput[] = [];
const save = vi.fn(async (input: ContactWayInput) => void saved.push(input));
const remove = vi.fn(async () => undefined);

const way = {
  ...{
    id: 3,
    name: '展位',
    channel: 'gx_1',
    isForeign: false,
    kind: 'single' as const,
    skipsVerification: true,
  },
  ...{ members: [{ memberId: 7, userId: 'ZhangSan', name: '张三' }], departments: [], tags: [] },
  ...{
    qrCodeUrl: null,
    state: 'done' as const,
    change: null,
    failure: null,
    createdAt: '2026-11-20T04:00:00.000Z',
  },
  counts: { added: 0, lost: 0, welcomes: { sent: 0, notSent: 0, unclear: 0 } },
};
const pages: { unmount(): void }[] = [];

async function open(more: Partial<typeof way> = {}) {
  const Form = defineComponent(() => {
    useSectionI18n('ways', wayMessages);
    return () =>
      h(WayForm, { modelValue: true, detail: { way: { ...way, ...more }, welcome: null }, save, remove });
  });
  pages.push(await mountInApp(Form));
  await flushPromises();
}
const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid=${id}]`);

beforeEach(() => {
  saved.length = 0;
  serve(({ url }) =>
    fine(url.includes('departments') ? { departments: [] } : { groups: [], syncedAt: null }),
  );
});
afterEach(() => {
  for (const page of pages.splice(0)) page.unmount();
  document.body.innerHTML = '';
});

describe('the form of a way', () => {
  it('saves what is there', async () => {
    await open();
    find('way-save')?.click();
    await flushPromises();
    expect(saved).toEqual([
      {
        ...{ name: '展位', memberIds: [7], departmentIds: [], tagIds: [], skipsVerification: true },
        welcome: null,
      },
    ]);
  });

  it('says why it could not be saved and stays open', async () => {
    save.mockRejectedValueOnce(
      new ApiError('contact_way.kind_fixed', '单人活码不能改成多人', { status: 409 }),
    );
    await open();
    find('way-save')?.click();
    await flushPromises();
    expect(find('way-form')?.textContent).toContain('没保存：单人活码不能改成多人');
  });

  it('deletes only at the second tap', async () => {
    await open();
    find('way-remove')?.click();
    await flushPromises();
    expect(remove).not.toHaveBeenCalled();
    expect(find('way-remove')?.textContent).toContain('印出去的码会失效');
    find('way-remove')?.click();
    await flushPromises();
    expect(remove).toHaveBeenCalledOnce();
  });

  it('only shows a way made elsewhere', async () => {
    await open({ isForeign: true });
    expect([find('way-save'), find('way-remove'), find('way-members')]).toEqual([null, null, null]);
  });

  it.each([
    [41_044, 'ways.gone'],
    [41_054, 'ways.memberUnusable'],
    [99_999, 'ways.otherFailure'],
  ])('names the cause of %i', (errcode, key) => {
    const words = failureWords((name, values) => `${name} ${values?.text ?? ''}`, { errcode, message: '' });
    expect(words).toContain(key);
  });
});
