import type { CustomerTag } from '@guanxi/shared/tags';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, fine, type Reply, runScoped, type Sent, serve } from '../test-kit.ts';
import { useCustomerTags } from './use-customer-tags.ts';

const groups = [
  {
    groupId: 'g',
    kind: 'corp',
    name: '区域',
    tags: [
      { tagId: 'a', name: '华东' },
      { tagId: 'b', name: '华南' },
    ],
  },
];
const tag = (tagId: string, parts: Partial<CustomerTag> = {}): CustomerTag => ({
  tagId,
  name: tagId,
  groupName: '区域',
  kind: 'corp',
  state: 'synced',
  change: null,
  failure: null,
  ...parts,
});
const pending = (tagId: string) => tag(tagId, { state: 'pending', change: 'add' });

async function start(initial: CustomerTag[], answer: (sent: Sent) => Reply) {
  const sent = serve((request) =>
    request.url === '/api/tag-groups' ? fine({ groups, syncedAt: null }) : answer(request),
  );
  const scoped = runScoped(() => useCustomerTags(7, initial));
  await scoped.result.groups.load();
  sent.length = 0;
  const states = () => scoped.result.tags.value.map((one) => [one.tagId, one.state]);
  return { ...scoped.result, stop: scoped.stop, sent, states };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('changing tags', () => {
  it('shows taps at once and sends them together', async () => {
    const { toggle, states, sent, stop } = await start([tag('b')], () => fine({ tags: [pending('a')] }));
    toggle('a');
    toggle('b');
    expect(states()).toEqual([
      ['b', 'pending'],
      ['a', 'pending'],
    ]);
    await vi.advanceTimersByTimeAsync(299);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([
      { method: 'POST', url: '/api/customers/7/tags', body: { add: ['a'], remove: ['b'] } },
    ]);
    stop();
  });

  it('asks until the platform has them', async () => {
    const { toggle, states, sent, stop } = await start([], ({ method }) =>
      fine({ tags: [method === 'POST' ? pending('a') : tag('a')] }),
    );
    toggle('a');
    await vi.advanceTimersByTimeAsync(300);
    expect(states()).toEqual([['a', 'pending']]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(states()).toEqual([['a', 'synced']]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map((one) => one.method)).toEqual(['POST', 'GET']);
    stop();
  });

  it('keeps what was not sent, and sends it on retry', async () => {
    let isUp = false;
    const { toggle, retry, tags, states, sent, stop } = await start([], () =>
      isUp ? fine({ tags: [tag('a')] }) : failed('wecom.limited', 503),
    );
    toggle('a');
    await vi.advanceTimersByTimeAsync(300);
    expect(tags.value[0]?.failure?.message).toBe('problem.cause.limited');
    isUp = true;
    await retry(['a']);
    await vi.advanceTimersByTimeAsync(300);
    expect(states()).toEqual([['a', 'synced']]);
    expect(sent.map((one) => one.url)).toEqual(['/api/customers/7/tags', '/api/customers/7/tags']);
    stop();
  });

  it('gives up what was not sent without asking the server', async () => {
    const { toggle, undo, states, sent, stop } = await start([], () => failed('server.unknown'));
    toggle('a');
    await vi.advanceTimersByTimeAsync(300);
    expect(states()).toEqual([['a', 'failed']]);
    await undo(['a']);
    expect(states()).toEqual([]);
    expect(sent).toHaveLength(1);
    stop();
  });

  it('retries and gives up what the platform refused through the server', async () => {
    const refused = tag('a', {
      state: 'failed',
      change: 'add',
      failure: { errcode: 45009, message: '', attempts: 3 },
    });
    const { retry, undo, states, sent, stop } = await start([refused], ({ url }) =>
      fine({ tags: url.endsWith('/undo') ? [] : [refused] }),
    );
    const retrying = retry(['a']);
    expect(states()).toEqual([['a', 'pending']]);
    await retrying;
    expect(states()).toEqual([['a', 'failed']]);
    await undo(['a']);
    expect(states()).toEqual([]);
    expect(sent.map((one) => [one.url, one.body])).toEqual([
      ['/api/customers/7/tags/retry', { tagIds: ['a'] }],
      ['/api/customers/7/tags/undo', { tagIds: ['a'] }],
    ]);
    stop();
  });

  it('sends what is waiting when the card goes away', async () => {
    const { toggle, sent, stop } = await start([], () => fine({ tags: [] }));
    toggle('a');
    stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(1);
  });
});
