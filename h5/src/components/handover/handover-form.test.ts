import type { HandoverCandidate } from '@guanxi/shared/handovers';
import type { Member } from '@guanxi/shared/members';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useHandoverForm } from '../../composables/use-handover-form.ts';
import { failed, fine, runScoped, serve } from '../../test-kit.ts';

const member = (memberId: number, leftAt: string | null = null): Member => ({
  ...{
    memberId,
    userId: `u${memberId}`,
    name: `成员${memberId}`,
    departments: [],
    isFollowUser: true,
    leftAt,
  },
});
const candidate = (customerId: number, blocked: HandoverCandidate['blocked'] = null): HandoverCandidate => ({
  ...{ customerId, externalUserId: `wm${customerId}`, displayName: '客户', avatar: null, type: 'wechat' },
  ...{ company: null, blocked },
});

afterEach(() => vi.unstubAllGlobals());

function form(reply = fine({ items: [], nextCursor: null })) {
  const sent = serve(() => reply);
  const { result } = runScoped(useHandoverForm);
  result.begin(member(1));
  return { form: result, posts: () => sent.filter((one) => one.method === 'POST') };
}

describe('a handover being put together', () => {
  it('needs somebody else to take over', () => {
    const { form: one } = form();
    expect(one.isReady.value).toBe(false);
    one.to.value = member(1);
    expect(one.isReady.value).toBe(false);
    one.to.value = member(2);
    expect(one.isReady.value).toBe(true);
  });

  it('sends those who are ticked, and nobody who is blocked', async () => {
    const { form: one, posts } = form();
    one.to.value = member(2);
    await flushPromises();
    one.toggle(candidate(7));
    one.toggle(candidate(8));
    one.toggle(candidate(8));
    one.toggle(candidate(9, 'running'));
    await one.submit();
    expect(posts()[0]?.body).toMatchObject({ customers: { customerIds: [7] } });
  });

  it('is the same request after a lost answer, and another one when begun anew', async () => {
    const { form: one, posts } = form(failed('server.unavailable', 503));
    one.to.value = member(2);
    await expect(one.submit()).rejects.toThrow();
    await expect(one.submit()).rejects.toThrow();
    one.begin(member(1));
    one.to.value = member(2);
    await expect(one.submit()).rejects.toThrow();
    const keys = posts().map(({ body }) => (body as { requestKey: string }).requestKey);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('without customers needs group chats', () => {
    const { form: one } = form();
    one.to.value = member(2);
    one.mode.value = 'none';
    expect(one.isReady.value).toBe(false);
    one.withGroupChats.value = true;
    expect(one.isReady.value).toBe(true);
  });

  it('forgets the ticks when another giver is chosen', async () => {
    const { form: one } = form();
    one.toggle(candidate(7));
    one.from.value = member(3);
    await flushPromises();
    expect([one.chosen.value.size, one.mode.value]).toEqual([0, 'all']);
  });
});
