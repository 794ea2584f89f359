import type { Boot } from '@guanxi/shared/boot';
import { mount } from '@vue/test-utils';
import { vi } from 'vitest';
import { type Component, defineComponent, effectScope, h } from 'vue';
import { provideToasts } from './composables/use-toast.ts';
import { bootKey } from './composables/use-viewer.ts';
import { createMessages } from './i18n/index.ts';

/** A route's answer in a test: a value for 200, or a status with an error body. */
export type Reply = { status: number; body: unknown };

export const failed = (code: string, status = 500): Reply => ({
  status,
  body: { error: { code, message: code, requestId: 'REF-1' } },
});
export const fine = (body: unknown): Reply => ({ status: 200, body });

/** One request that the page made. */
export interface Sent {
  method: string;
  url: string;
  body: unknown;
}

/** Puts a server in place of `fetch`; answers by method and path, and remembers what was sent. */
export function serve(answer: (sent: Sent) => Reply | Promise<Reply>): Sent[] {
  const all: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const sent: Sent = {
      method: init.method ?? 'GET',
      url,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : (init.body ?? undefined),
    };
    all.push(sent);
    const { status, body } = await answer(sent);
    return new Response(JSON.stringify(body), { status, headers: { 'x-request-id': 'REF-1' } });
  });
  return all;
}

/** Runs a composable outside a component; `stop` ends its scope. */
export function runScoped<T>(setup: () => T): { result: T; stop: () => void } {
  const scope = effectScope();
  const result = scope.run(setup) as T;
  return { result, stop: () => scope.stop() };
}

const boot: Boot = {
  jssdk: null,
  viewer: {
    memberId: 1,
    userId: 'zhangsan',
    name: '张三',
    role: 'rep',
    locale: 'zh-CN',
    corp: {
      wecomCorpId: 'ww1',
      suiteId: null,
      agentId: 1,
      name: '恒锐',
      timeZone: 'Asia/Shanghai',
      isByMembers: false,
      capabilities: {
        ...{ seesMemberNames: true, seesCustomerAvatars: true, seesRemarkMobiles: false },
        ...{ sendsWelcome: true, editsTags: true, makesContactWays: true, handsOver: true },
        ...{ handsOverResigned: true, readsStatistics: true, needsLicence: false },
      },
    },
  },
};

/** Mounts a component as the root component would hold it. */
export async function mountInApp(component: Component, props: Record<string, unknown> = {}) {
  const messages = await createMessages('zh-CN');
  const Root = defineComponent(() => {
    const toasts = provideToasts();
    return () => [
      h(component, props),
      h('output', { id: 'toast' }, toasts.current.value?.text ?? ''),
      h('button', { id: 'undo', onClick: () => toasts.current.value?.undo?.() }),
    ];
  });
  return mount(Root, {
    global: { plugins: [messages], provide: { [bootKey as symbol]: boot } },
    attachTo: document.body,
  });
}
