import type { MessageDelivery } from '@guanxi/shared/message-deliveries';
import type { Viewer } from '@guanxi/shared/session';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';
import { sendToAdmins } from './send-to-admins.ts';
import { sendToMembers } from './send-to-members.ts';

let app: TestApp;
let corpId: number;
let memberIds: Map<string, number>;

beforeEach(async () => {
  app = await startTestApp({ admins: ['ZhouQiming', 'WangMin'] });
  await app.fullSync();
  corpId = app.ctx.installations.all()[0]?.corpId ?? 0;
  const members = await rowsIn(app.ctx, 'member');
  memberIds = new Map(members.map((row) => [String(row.user_id), Number(row.id)]));
});

afterEach(() => app.stop());

const pushed = (userId: string) => app.sim.world.corp(app.corp.corpId).chats.pushed(userId, app.corp.agentId);
const said = (userId: string) => JSON.stringify(pushed(userId).map(({ body }) => body));
const calls = () => app.sim.requests.filter((request) => request.path.endsWith('message/send')).length;

async function speak(userId: string, locale: string) {
  const browser = await app.signIn(userId);
  const { status } = await browser.api('PUT', '/session/locale', { locale });
  return { browser, status };
}

async function send(key: string, userIds: readonly string[]): Promise<void> {
  await app.ctx.database.transaction((db) =>
    sendToMembers(app.ctx, db, corpId, {
      ...{ key, purpose: 'sync_failed', subjectId: null },
      memberIds: userIds.map((userId) => memberIds.get(userId) ?? 0),
      write: ({ source }) => ({ title: source, content: { kind: 'text', text: source } }),
    }),
  );
  await app.settle();
}

describe('the language of a member', () => {
  const localeOf = async (userId: string) => {
    app.advance(6);
    return (await (await app.signIn(userId)).api<Viewer>('GET', '/session')).body.locale;
  };

  test('is Chinese until their page says another one, which is kept for them alone', async () => {
    expect(await localeOf('LiSi')).toBe('zh-CN');
    expect((await speak('LiSi', 'en')).status).toBe(200);
    expect([await localeOf('LiSi'), await localeOf('ZhangSan')]).toEqual(['en', 'zh-CN']);
    await speak('LiSi', 'zh-CN');
    expect(await localeOf('LiSi')).toBe('zh-CN');
  });

  test('outlasts whatever the platform tells of them', async () => {
    await speak('LiSi', 'en');
    app.sim.act.memberMoves(app.corp.corpId, { userId: 'LiSi', departments: [3] });
    await app.settle();
    await app.fullSync();
    expect(await localeOf('LiSi')).toBe('en');
  });

  test('is one of those the product speaks', async () => {
    expect((await speak('LiSi', 'fr')).status).toBe(400);
    expect((await app.anonymous().api('PUT', '/session/locale', { locale: 'en' })).status).toBe(401);
  });
});

describe('a message to members of two languages', () => {
  test('reaches each once in their own, in one call for each language', async () => {
    await speak('LiSi', 'en');
    await speak('SunHao', 'en');
    const userIds = ['ZhangSan', 'LiSi', 'SunHao'];
    await send('both', userIds);
    await send('both', userIds);
    expect(userIds.map(said).map((text) => /Guanxi|关系/.exec(text)?.[0])).toEqual([
      '关系',
      'Guanxi',
      'Guanxi',
    ]);
    expect([userIds.map((userId) => pushed(userId).length), calls()]).toEqual([[1, 1, 1], 2]);
  });

  test.each([
    ['both, one way and the other', ['LiSi'], ['ZhangSan'], ['LiSi']],
    ['all to the same', [], ['ZhangSan', 'LiSi'], []],
    ['one to the language of the other', ['LiSi'], ['ZhangSan'], []],
  ])('reaches them once though they change languages meanwhile: %s', async (_name, first, toEn, toZh) => {
    for (const userId of first) await speak(userId, 'en');
    await send('changing', ['ZhangSan', 'LiSi']);
    const made = calls();
    for (const userId of toEn) await speak(userId, 'en');
    for (const userId of toZh) await speak(userId, 'zh-CN');
    await send('changing', ['LiSi', 'ZhangSan']);
    expect([pushed('ZhangSan').length, pushed('LiSi').length, calls()]).toEqual([1, 1, made]);
  });

  test('stands in the log with each of its deliveries', async () => {
    await speak('LiSi', 'en');
    await send('logged', ['ZhangSan', 'LiSi']);
    const admin = await app.signIn('ZhouQiming');
    const { items } = (await admin.api<{ items: MessageDelivery[] }>('GET', '/message-deliveries')).body;
    const lines = items.map(({ member, title, state }) => `${member.userId} ${title} ${state}`);
    expect(lines.toSorted()).toEqual(['LiSi Guanxi sent', 'ZhangSan 关系 sent']);
  });
});

test('admins are told in their own languages, with the time of the company', async () => {
  await speak('WangMin', 'en');
  const [installation] = app.ctx.installations.all();
  if (installation === undefined) throw new Error('No installation');
  await app.ctx.database.transaction((db) =>
    sendToAdmins(app.ctx, db, installation, {
      ...{ key: 'told', purpose: 'sync_failed', subjectId: null, page: '/admin/sync' },
      write: (texts) => texts.syncFailed('48002'),
    }),
  );
  await app.settle();
  const day = (language: string) =>
    new Date(app.sim.clock.now()).toLocaleDateString(language, {
      timeZone: installation.timeZone,
      dateStyle: 'long',
    });
  expect(said('ZhouQiming')).toContain('全量同步没有完成');
  expect(said('ZhouQiming')).toContain(day('zh-CN'));
  expect(said('WangMin')).toContain('The full sync did not complete');
  expect(said('WangMin')).toContain(day('en-GB'));
  expect(said('WangMin')).not.toMatch(/\p{Script=Han}/u);
});

describe('the card for who takes over', () => {
  const handOver = async () => {
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '甲' } });
    await app.settle();
    const admin = await app.signIn('ZhouQiming');
    await admin.api('POST', '/handovers', {
      ...{ fromMemberId: memberIds.get('ZhangSan'), toMemberId: memberIds.get('LiSi') },
      ...{ customers: { all: true }, requestKey: 'handover-1' },
    });
    await app.settle();
  };
  const click = (key: string) =>
    app.sim.act.memberClicksCard(app.corp.corpId, {
      ...{ userId: 'LiSi', msgid: pushed('LiSi')[0]?.msgid ?? '', key },
    });

  test('is in their language', async () => {
    await speak('LiSi', 'en');
    await handOver();
    expect(pushed('LiSi')[0]?.body).toMatchObject({ main_title: { title: '1 customer for you' } });
    expect(said('LiSi')).toContain('From 张三. They may refuse');
  });

  test('answers a tap in the language it was written in', async () => {
    await speak('LiSi', 'en');
    await handOver();
    await speak('LiSi', 'zh-CN');
    click('later');
    await app.settle();
    expect(pushed('LiSi')[0]?.body).toMatchObject({ replace_text: 'In 2 hours' });
    app.advance(2 * 3600 + 60);
    await app.settle();
    expect(pushed('LiSi')[1]?.body).toMatchObject({ main_title: { title: '张三交给你 1 位客户' } });
  });
});
