import type { WelcomeContent } from '@guanxi/shared/welcome';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { failed, fine, mountInApp, serve } from '../../test-kit.ts';
import WelcomeEditor from './WelcomeEditor.vue';

const content = ref<WelcomeContent>({ text: '', attachments: [] });
const Held = defineComponent(
  () => () =>
    h(WelcomeEditor, {
      modelValue: content.value,
      'onUpdate:modelValue': (value: WelcomeContent) => {
        content.value = value;
      },
    }),
);

const mounted: { unmount(): void }[] = [];
async function open(text = '') {
  content.value = { text, attachments: [] };
  const page = await mountInApp(Held);
  mounted.push(page);
  await flushPromises();
  return page;
}
afterEach(() => {
  for (const page of mounted.splice(0)) page.unmount();
});

async function choose(page: Awaited<ReturnType<typeof open>>, kind: string, file: File) {
  const input = page.get(`[data-testid=welcome-${kind}]`);
  Object.defineProperty(input.element, 'files', { value: [file], configurable: true });
  await input.trigger('change');
  await flushPromises();
  await flushPromises();
}

describe('the editor of a welcome', () => {
  it('puts the nickname where the cursor stands, and shows it as the customer will see it', async () => {
    const page = await open('你好，欢迎');
    const box = page.get('textarea').element as HTMLTextAreaElement;
    box.setSelectionRange(3, 3);
    await page.get('[data-testid=welcome-nickname]').trigger('click');
    expect(content.value.text).toBe('你好，%NICKNAME%欢迎');
    expect(page.get('[data-testid=welcome-preview]').text()).toContain('你好，小陈欢迎');
  });

  it('counts as the platform counts', async () => {
    const page = await open('好'.repeat(1334));
    expect(page.text()).toContain('太长，最多 4000 字节');
  });

  it('uploads a file as it is and attaches it', async () => {
    const sent = serve(() =>
      fine({ id: 5, kind: 'file', name: '报价.pdf', size: 5, createdAt: '2026-11-20T04:00:00.000Z' }),
    );
    const page = await open('你好');
    await choose(page, 'file', new File(['12345'], '报价.pdf'));
    expect(sent[0]?.url).toContain('/api/media-files?kind=file');
    expect(sent[0]?.body).toEqual(new TextEncoder().encode('12345'));
    expect(content.value.attachments).toEqual([{ kind: 'file', fileId: 5 }]);
    expect(page.text()).toContain('报价.pdf');
  });

  it('says in the server’s words why a file was not taken', async () => {
    serve(() => failed('图片只能是 JPG 或 PNG', 400));
    const page = await open('你好');
    await choose(page, 'image', new File(['12345'], 'a.svg'));
    expect(page.get('[role=alert]').text()).toContain('图片只能是 JPG 或 PNG');
    expect(content.value.attachments).toEqual([]);
  });

  it('refuses a file that is too large before sending it', async () => {
    const sent = serve(() => fine({}));
    const page = await open('你好');
    const large = new File(['x'], 'a.mp4');
    Object.defineProperty(large, 'size', { value: 11 * 1024 * 1024 });
    await choose(page, 'video', large);
    expect(page.get('[role=alert]').text()).toContain('10 MB');
    expect(sent).toEqual([]);
  });

  it('takes no link without a whole address', async () => {
    const page = await open('你好');
    await page.get('[data-testid=welcome-link]').trigger('click');
    const [, url] = page.findAll('.link-form input');
    await url?.setValue('example');
    await page.get('.link-form button').trigger('click');
    expect(page.get('[role=alert]').text()).toContain('链接要有标题和完整的网址');
    expect(content.value.attachments).toEqual([]);
  });

  describe('a mini program', () => {
    const fill = async (page: Awaited<ReturnType<typeof open>>, values: Record<string, string>) => {
      await page.get('[data-testid=welcome-miniprogram]').trigger('click');
      for (const [name, value] of Object.entries(values)) {
        await page.get(`[data-testid=mini-${name}]`).setValue(value);
      }
    };
    const whole = { title: '预约试切', appId: 'wx1234567890abcdef', page: 'pages/book' };

    it('is attached with its page and its cover', async () => {
      serve(() =>
        fine({ id: 7, kind: 'image', name: '封面.png', size: 5, createdAt: '2026-11-20T04:00:00.000Z' }),
      );
      const page = await open('你好');
      await fill(page, whole);
      const input = page.get('[data-testid=mini-cover]');
      Object.defineProperty(input.element, 'files', { value: [new File(['12345'], '封面.png')] });
      await input.trigger('change');
      await flushPromises();
      expect(page.text()).toContain('封面.png');
      await page.get('[data-testid=mini-add]').trigger('click');
      expect(content.value.attachments).toEqual([{ kind: 'miniprogram', ...whole, coverFileId: 7 }]);
      expect(page.find('[data-testid=mini-title]').exists()).toBe(false);
    });

    it.each([
      ['a cover', whole],
      ['a title', { ...whole, title: '' }],
    ])('without %s is not attached, and says what it needs', async (_what, values) => {
      const page = await open('你好');
      await fill(page, values);
      await page.get('[data-testid=mini-add]').trigger('click');
      expect(page.get('[role=alert]').text()).toContain('标题、appid、页面和封面');
      expect(content.value.attachments).toEqual([]);
    });
  });
});
