import type { Member } from '@guanxi/shared/members';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';

let app: TestApp;
let admin: Browser;

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
  admin = await app.signIn('ZhouQiming');
});

afterAll(() => app.stop());

async function list(browser: Browser, query = ''): Promise<{ items: Member[]; nextCursor: string | null }> {
  const { status, body } = await browser.api('GET', `/members?${query}`);
  expect(status).toBe(200);
  return body as never;
}

const userIds = (page: { items: Member[] }) => page.items.map((member) => member.userId).toSorted();

test('an admin chooses among all, with their departments', async () => {
  const page = await list(admin, 'limit=100');
  expect(page.items).toHaveLength(12);
  expect(page.items.find((member) => member.userId === 'LiSi')).toMatchObject({
    ...{ name: '李思', departments: ['华南部'], isFollowUser: true, leftAt: null },
  });
});

test('a manager chooses among those below, a rep finds nobody else', async () => {
  expect(userIds(await list(await app.signIn('ChenGuodong')))).toEqual([
    ...['ChenGuodong', 'HuangXiaotong', 'LiSi', 'WuJunjie'],
  ]);
  expect(userIds(await list(await app.signIn('ZhangSan')))).toEqual(['ZhangSan']);
});

describe('the search', () => {
  test.each([
    ['a part of the name', '晓彤', ['HuangXiaotong']],
    ['pinyin', 'huangxiao', ['HuangXiaotong']],
    ['initials', 'hxt', ['HuangXiaotong']],
    ['the userid in any case', 'LISI', ['LiSi']],
    ['a wildcard, which is a character like others', '%', []],
  ])('finds by %s', async (_name, typed, expected) => {
    expect(userIds(await list(admin, `search=${encodeURIComponent(typed)}`))).toEqual(expected);
  });
});

test('pages follow each other without a gap', async () => {
  const first = await list(admin, 'limit=5');
  const second = await list(admin, `limit=100&cursor=${first.nextCursor}`);
  expect([...userIds(first), ...userIds(second)].toSorted()).toEqual(userIds(await list(admin, 'limit=100')));
  expect(second.nextCursor).toBeNull();
});

test('who cannot have customers is left out when asked', async () => {
  expect(userIds(await list(admin, 'only=follow_users'))).not.toContain('LinJianye');
  expect(userIds(await list(admin))).toContain('LinJianye');
});

test('who left is shown among those who left, and only there', async () => {
  app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
  await app.settle();
  expect(userIds(await list(admin))).not.toContain('SunHao');
  const left = await list(admin, 'who=left');
  expect(userIds(left)).toEqual(['SunHao']);
  expect(left.items[0]?.leftAt).not.toBeNull();
  expect(userIds(await list(admin, 'who=all&search=sunhao'))).toEqual(['SunHao']);
});
