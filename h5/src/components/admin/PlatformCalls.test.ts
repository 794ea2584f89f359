import type { PlatformState } from '@guanxi/shared/platform';
import { enableAutoUnmount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { mountInApp } from '../../test-kit.ts';
import PlatformCalls from './PlatformCalls.vue';

enableAutoUnmount(afterEach);

const soon = new Date(Date.now() + 60_000).toISOString();
const quiet: PlatformState = { ended: null, pauses: [], calls: [] };
const work = 'customers' as const;
const call = { api: 'externalcontact/get', averageMs: 40, work };

it('says that nothing waits, and counts the last hour', async () => {
  const calls: PlatformState['calls'] = [
    { ...call, outcome: 'ok', count: 40 },
    { ...call, outcome: 'limited', count: 2 },
  ];
  const page = await mountInApp(PlatformCalls, { platform: { ...quiet, calls } });
  expect(page.find('[data-testid=platform-wait]').exists()).toBe(false);
  expect(page.text()).toContain('近一小时 42 次，没成的 2 次');
});

it('names what ended before what is paused, each with its code', async () => {
  const cause = 'too_frequent' as const;
  const page = await mountInApp(PlatformCalls, {
    platform: {
      ...quiet,
      ended: { errcode: 48004, cause, since: soon, nextTryAt: soon },
      pauses: [{ errcode: 45009, cause, work, api: call.api, holdsUpAll: false, since: soon, until: soon }],
    },
  });
  const waits = page.findAll('[data-testid=platform-wait]').map((one) => one.text());
  expect(waits).toHaveLength(2);
  expect(waits[0]).toContain('48004');
  expect(waits[1]).toContain('45009');
});
