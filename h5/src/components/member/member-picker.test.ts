import type { Member } from '@guanxi/shared/members';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fine, mountInApp, serve } from '../../test-kit.ts';
import MemberPicker from './MemberPicker.vue';

const member = (memberId: number, name: string, parts: Partial<Member> = {}): Member => ({
  memberId,
  userId: `u${memberId}`,
  name,
  departments: ['华东一部'],
  isFollowUser: true,
  leftAt: null,
  ...parts,
});
const people = [member(1, '张三'), member(2, '李思'), member(3, '王敏')];
const rows = () => [...document.querySelectorAll<HTMLButtonElement>('[data-testid=member-row]')];

async function open(props: Record<string, unknown>) {
  const sent = serve(() => fine({ items: people, nextCursor: null }));
  const chosen: number[][] = [];
  await mountInApp(MemberPicker, {
    modelValue: true,
    title: '交给谁',
    onChoose: (members: Member[]) => chosen.push(members.map((one) => one.memberId)),
    ...props,
  });
  await flushPromises();
  return { sent, chosen };
}

afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

describe('the picker of members', () => {
  it('asks for those who can take customers, and one tap chooses', async () => {
    const { sent, chosen } = await open({});
    expect(sent[0]?.url).toContain('only=follow_users');
    rows()[1]?.click();
    expect(chosen).toEqual([[2]]);
  });

  it('takes several and keeps who was chosen before', async () => {
    const { chosen } = await open({ many: true, chosen: [people[2]] });
    rows()[0]?.click();
    await flushPromises();
    document.querySelector<HTMLButtonElement>('[data-testid=member-use]')?.click();
    expect(chosen).toEqual([[3, 1]]);
  });

  it('lets nobody choose who is left out', async () => {
    const { chosen } = await open({ without: [1] });
    rows()[0]?.click();
    expect(rows()[0]?.disabled).toBe(true);
    expect(chosen).toEqual([]);
  });
});
