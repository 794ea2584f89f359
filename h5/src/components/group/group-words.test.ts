import type { GroupChatEvent, GroupMember } from '@guanxi/shared/group-chats';
import { describe, expect, it } from 'vitest';
import { createMessages, fill } from '../../i18n/index.ts';
import { groupMessages } from '../../i18n/sections/groups.ts';
import { mountInApp } from '../../test-kit.ts';
import GroupMemberRow from './GroupMemberRow.vue';
import { groupCameWords, groupEventWords } from './group-words.ts';

const texts = groupMessages['zh-CN'] as unknown as Record<string, unknown>;
const t = (key: string, values: Record<string, unknown> = {}) => {
  if (!key.startsWith('groups.')) return '同事';
  const found = key
    .split('.')
    .slice(1)
    .reduce((at: unknown, part) => (at as Record<string, unknown>)[part], texts);
  return fill(String(found), (name) => values[name]);
};
const base = {
  ...{ id: 1, displayName: '欧阳娜娜', groupNickname: null, avatar: null, company: null, standing: 'mine' },
  ...{ customer: { id: 7, externalUserId: 'wm1' }, isOwner: false, joinedAt: '2026-11-01T00:00:00.000Z' },
  ...{ joinScene: 'unknown', channel: null, joinWayName: null, invitedBy: null, member: null },
} as const satisfies GroupMember;

describe('how somebody came', () => {
  it.each([
    [{}, '周一 入群'],
    [{ joinScene: 'link' }, '周一 点链接入群'],
    [{ joinScene: 'invited', invitedBy: { memberId: 1, userId: 'zs', name: '张三' } }, '周一 张三邀请入群'],
    [{ joinScene: 'invited', invitedBy: null }, '周一 受邀入群'],
    [{ joinScene: 'qr_code', channel: 'expo' }, '周一 扫「expo」入群'],
    [{ joinScene: 'qr_code', channel: 'expo', joinWayName: '展台' }, '周一 扫「展台」入群'],
  ] as const)('%j', (change, words) => {
    expect(groupCameWords(t, { ...base, ...change }, '周一')).toBe(words);
  });
});

describe('what happened', () => {
  const at = { id: 1, at: '2026-11-01T00:00:00.000Z' };
  it.each<[GroupChatEvent, string]>([
    [{ kind: 'joined', ...at, person: '甲', scene: 'link', channel: null }, '甲入群'],
    [{ kind: 'joined', ...at, person: '', scene: 'qr_code', channel: 'expo' }, '群成员扫「expo」入群'],
    [{ kind: 'left', ...at, person: '甲', reason: 'removed' }, '甲被移出群'],
    [{ kind: 'left', ...at, person: '甲', reason: 'unknown' }, '甲已不在群里'],
    [{ kind: 'renamed', ...at, from: '旧', to: '' }, '群名改为「未命名的群」'],
    [
      {
        kind: 'owner_changed',
        ...at,
        from: { memberId: 0, userId: '', name: '' },
        to: { memberId: 2, userId: 'ls', name: '李思' },
      },
      '群主由同事换成李思',
    ],
    [{ kind: 'dismissed', ...at }, '群解散了'],
  ])('%j', (event, words) => {
    expect(groupEventWords(t, event)).toBe(words);
  });
});

describe('somebody in the list', () => {
  const row = async (change: Partial<GroupMember>) => {
    await createMessages('zh-CN');
    const opened: string[] = [];
    const page = await mountInApp(GroupMemberRow, {
      member: { ...base, ...change },
      onOpen: (id: string) => opened.push(id),
    });
    await page.get('[data-testid="group-member"]').trigger('click');
    return opened;
  };
  it('opens the card of a customer', async () => {
    expect(await row({})).toEqual(['wm1']);
  });
  it('opens nothing of a colleague’s customer', async () => {
    expect(await row({ standing: 'colleague', customer: null })).toEqual([]);
  });
});
