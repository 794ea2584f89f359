import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { eventXml, post, sealPush } from '../../../test/push.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;
let rep: Browser;

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  // A limit that a test met pauses calls for a minute, a missing permission for longer.
  app.advance(1800);
  await app.settle();
  admin = await app.signIn('ZhouQiming');
  rep = await app.signIn('ZhangSan');
  for (const table of ['welcome_message', 'welcome_send']) {
    await app.ctx.database.transaction((db) => db.query(`DELETE FROM ${table}`));
  }
  await save('corp', 0, '欢迎来到恒锐');
});

const save = (scope: string, targetId: number, text: string) =>
  admin.api<{ id: number }>('PUT', '/welcome-messages', { scope, targetId, content: { text } });
const sends = () => rowsIn(app.ctx, 'welcome_send');
const added = (name = '客户', more: object = {}) =>
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name }, ...more });
/** What the customer reads in the chat, from the member. */
const chat = (externalUserId: string, userId = 'ZhangSan') =>
  app.sim.world
    .corp(app.corp.corpId)
    .chats.messages(userId, externalUserId)
    .filter((message) => message.from === 'member')
    .map((message) => message.text);
const calls = () =>
  app.sim.requests.map(({ path }) => path.replace('/cgi-bin/', '')).filter((path) => path !== 'gettoken');
const welcomes = async (externalUserId: string) =>
  (await rep.card(externalUserId)).timeline.items.filter((entry) => entry.kind === 'welcome');

describe('a new customer', () => {
  test('is welcomed before anything is read, once', async () => {
    const from = calls().length;
    const { externalUserId } = added();
    await app.settle();
    expect(chat(externalUserId)).toEqual(['欢迎来到恒锐']);
    expect(calls().slice(from)).toEqual(['externalcontact/send_welcome_msg', 'externalcontact/get']);
    expect(await sends()).toMatchObject([{ state: 'sent', reason: null, source: 'corp' }]);
    expect(await welcomes(externalUserId)).toMatchObject([
      { outcome: 'sent', reason: null, actor: { kind: 'system' }, member: { name: '张三' } },
    ]);
  });

  test('half added is welcomed as well, and told when the platform shows them', async () => {
    const { externalUserId } = added('半个朋友', { skipVerify: true });
    await app.settle();
    expect(chat(externalUserId)).toEqual(['欢迎来到恒锐']);
    expect(await welcomes(externalUserId)).toHaveLength(1);
    app.sim.act.memberConfirms(app.corp.corpId, { userId: 'ZhangSan', externalUserId });
    await app.settle();
    expect(chat(externalUserId)).toEqual(['欢迎来到恒锐']);
    expect(await welcomes(externalUserId)).toHaveLength(1);
  });

  test('gets one message of several deliveries of the same event', async () => {
    app.sim.faults.push.duplicateNext = 1;
    const { externalUserId } = added();
    await app.settle();
    await app.settle();
    expect(chat(externalUserId)).toHaveLength(1);
    expect(await sends()).toHaveLength(1);
    expect(calls().filter((path) => path.endsWith('send_welcome_msg')).length).toBeGreaterThan(0);
    expect(await welcomes(externalUserId)).toHaveLength(1);
  });

  test('is left alone where no message is set', async () => {
    await app.ctx.database.transaction((db) => db.query('DELETE FROM welcome_message'));
    const { externalUserId } = added();
    await app.settle();
    expect(chat(externalUserId)).toEqual([]);
    expect(await sends()).toEqual([]);
  });
});

describe('the nickname', () => {
  test('of somebody new is read for the text that asks for it', async () => {
    await save('corp', 0, '%NICKNAME%，你好');
    const { externalUserId } = added('欧阳娜娜');
    await app.settle();
    expect(chat(externalUserId)).toEqual(['欧阳娜娜，你好']);
  });

  test('that cannot be read does not hold the welcome up', async () => {
    await save('corp', 0, '%NICKNAME%，你好');
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'errcode', errcode: 45009 }, 1);
    const { externalUserId } = added('欧阳娜娜');
    await app.settle();
    expect(chat(externalUserId)).toEqual(['朋友，你好']);
  });

  test('of somebody half added cannot be read', async () => {
    await save('corp', 0, '%NICKNAME%，你好');
    const { externalUserId } = added('欧阳娜娜', { skipVerify: true });
    await app.settle();
    expect(chat(externalUserId)).toEqual(['朋友，你好']);
  });
});

describe('the message', () => {
  test("of the member goes before the department's, and that before the company's", async () => {
    const [member] = await rowsIn(app.ctx, 'member', "user_id = 'ZhangSan'");
    const [departmentId] = JSON.parse(String(member?.department_ids)) as number[];
    const texts: string[][] = [];
    const meet = async () => {
      const { externalUserId } = added();
      await app.settle();
      texts.push(chat(externalUserId));
    };
    const root = await save('department', 1, '根部门');
    await meet();
    await save('department', departmentId ?? 0, '本部门');
    await meet();
    const own = await save('member', Number(member?.id), '我的');
    await meet();
    await admin.api('DELETE', `/welcome-messages/${own.body.id}`);
    await admin.api('DELETE', `/welcome-messages/${root.body.id}`);
    await meet();
    expect(texts).toEqual([['根部门'], ['本部门'], ['我的'], ['本部门']]);
  });

  test.each([
    ['nothing at all', { text: '  ' }],
    ['more than 4000 bytes', { text: '好'.repeat(1334) }],
  ])('of %s is refused', async (_name, content) => {
    const { status } = await admin.api('PUT', '/welcome-messages', { scope: 'corp', targetId: 0, content });
    expect(status).toBe(400);
  });

  test('of a department or member that is not there is refused', async () => {
    expect((await save('department', 999, '你好')).status).toBe(404);
    expect((await save('member', 999_999, '你好')).status).toBe(404);
  });
});

describe('what goes wrong', () => {
  test.each([
    [41_050, 'expired'],
    [41_051, 'already_welcomed'],
    [41_096, 'other_app'],
    [48_002, 'not_permitted'],
    [40_058, 'rejected'],
  ])('%i is not tried again and told as %s', async (errcode, reason) => {
    app.sim.faults.add({ path: 'send_welcome_msg', kind: 'errcode', errcode });
    const from = calls().length;
    const { externalUserId } = added();
    await app.settle();
    app.advance(3);
    await app.settle();
    expect(
      calls()
        .slice(from)
        .filter((path) => path.endsWith('send_welcome_msg')),
    ).toHaveLength(1);
    expect(await welcomes(externalUserId)).toMatchObject([{ outcome: 'not_sent', reason, errcode }]);
  });

  test('a busy platform is asked again while the code lives', async () => {
    app.sim.faults.add({ path: 'send_welcome_msg', kind: 'errcode', errcode: -1 }, 2);
    const { externalUserId } = added();
    for (let second = 0; second < 4; second += 1) {
      await app.settle();
      app.advance(1);
    }
    expect(chat(externalUserId)).toHaveLength(1);
    expect(await sends()).toMatchObject([{ state: 'sent', errcode: null }]);
  });

  test('a platform that stays busy is given up after 20 seconds, and told', async () => {
    app.sim.faults.add({ path: 'send_welcome_msg', kind: 'errcode', errcode: -1 });
    const { externalUserId } = added();
    for (let second = 0; second < 25; second += 1) {
      await app.settle();
      app.advance(1);
    }
    expect(await sends()).toMatchObject([{ state: 'not_sent', reason: 'limited', errcode: -1 }]);
    expect(await welcomes(externalUserId)).toHaveLength(1);
  });

  test('an answer that was lost is unclear, and nothing is sent again', async () => {
    app.sim.faults.add({ path: 'send_welcome_msg', kind: 'cut' });
    const from = calls().length;
    const { externalUserId } = added();
    await app.settle();
    app.sim.faults.clear();
    app.advance(3);
    await app.settle();
    expect(
      calls()
        .slice(from)
        .filter((path) => path.endsWith('send_welcome_msg')),
    ).toHaveLength(1);
    expect(await welcomes(externalUserId)).toMatchObject([{ outcome: 'unclear', reason: 'no_answer' }]);
  });

  test('a run that was killed in the middle is unclear, and nothing is sent again', async () => {
    app.sim.faults.push.hold = true;
    const { welcomeCode, externalUserId } = added();
    const event = eventXml(app.corp, {
      ...{ Event: 'change_external_contact', ChangeType: 'add_external_contact', CreateTime: 1 },
      ...{ UserID: 'ZhangSan', ExternalUserID: externalUserId, WelcomeCode: welcomeCode ?? '' },
    });
    await post(app, app.corp.corpId, sealPush(app.corp, event));
    const { createHash } = await import('node:crypto');
    const digest = createHash('sha256')
      .update(welcomeCode ?? '')
      .digest();
    await app.ctx.database.transaction((db) =>
      db.query(
        `INSERT INTO welcome_send (corp_id, code_digest, external_user_id, user_id, source, state, created_at)
         VALUES (?, ?, ?, 'ZhangSan', 'corp', 'sending', '2026-11-20 04:00:00.000')`,
        [app.ctx.installations.all()[0]?.corpId, digest, externalUserId],
      ),
    );
    await app.ctx.worker.drain();
    expect(chat(externalUserId)).toEqual([]);
    expect(await sends()).toMatchObject([{ state: 'unclear', reason: 'interrupted' }]);
    app.sim.faults.push.hold = false;
    app.sim.release();
    await app.settle();
  });

  test('a code older than 20 seconds is dropped without a call, and told', async () => {
    const from = calls().length;
    const { externalUserId } = added();
    await app.sim.drain();
    await app.ctx.inbox.drain();
    app.advance(21);
    await app.settle();
    expect(calls().slice(from)).not.toContain('externalcontact/send_welcome_msg');
    expect(await welcomes(externalUserId)).toMatchObject([{ outcome: 'not_sent', reason: 'late' }]);
  });

  test('an installation that may not send sends nothing, and says why', async () => {
    const { client } = app.ctx.installations.all()[0] ?? {};
    const capabilities = client?.access.capabilities as { sendsWelcome: boolean };
    capabilities.sendsWelcome = false;
    const { externalUserId } = added();
    await app.settle();
    capabilities.sendsWelcome = true;
    expect(chat(externalUserId)).toEqual([]);
    expect(await welcomes(externalUserId)).toMatchObject([{ outcome: 'not_sent', reason: 'not_permitted' }]);
  });
});

test('with a backlog of 1,000 other events the welcome goes out first, and the readings come later', async () => {
  const sender = { corpId: app.ctx.installations.all()[0]?.corpId ?? 0, lane: 2 as const };
  await Promise.all(
    Array.from({ length: 1000 }, (_, index) => {
      const plaintext = eventXml(app.corp, {
        ...{ Event: 'change_external_contact', ChangeType: 'edit_external_contact', CreateTime: 1 },
        ...{ UserID: 'ZhangSan', ExternalUserID: `wmBacklog${index}` },
      });
      const subject = `contact:ZhangSan/wmBacklog${index}`;
      const digest = Buffer.alloc(32, `backlog${index}`);
      return app.ctx.inbox.receive({ ...sender, digest, subject, plaintext });
    }),
  );
  expect(await countIn(app.ctx, 'job')).toBe(1000);
  const from = app.sim.requests.length;
  const { externalUserId } = added();
  await app.settle();
  const paths = app.sim.requests.slice(from).map(({ path }) => path.replace('/cgi-bin/', ''));
  expect(paths.indexOf('externalcontact/send_welcome_msg')).toBeLessThan(8);
  expect(paths.length).toBeGreaterThan(500);
  expect(chat(externalUserId)).toEqual(['欢迎来到恒锐']);
}, 60_000);

test('the report counts outcomes and reasons', async () => {
  added();
  await app.settle();
  app.sim.faults.add({ path: 'send_welcome_msg', kind: 'errcode', errcode: 41_096 }, 1);
  added();
  await app.settle();
  const { body } = await admin.api('GET', '/welcome-report');
  expect(body).toMatchObject({
    counts: { sent: 1, notSent: 1, unclear: 0 },
    reasons: [{ outcome: 'not_sent', reason: 'other_app', errcode: 41_096, count: 1 }],
  });
});

test('no log line and no table holds a welcome code', async () => {
  const { welcomeCode = '' } = added();
  await app.settle();
  expect(welcomeCode).not.toBe('');
  expect(app.log.lines.join('\n')).not.toContain(welcomeCode);
  for (const table of ['job', 'welcome_send', 'timeline_entry', 'inbox_event']) {
    const text = JSON.stringify(
      (await rowsIn(app.ctx, table)).map((row) =>
        Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : value)),
      ),
    );
    expect(text).not.toContain(welcomeCode);
  }
});
