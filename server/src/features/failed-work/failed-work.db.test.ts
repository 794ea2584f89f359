import type { FailedJobPage, UnhandledEvent } from '@guanxi/shared/failed-work';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { eventXml, post, sealPush } from '../../../test/push.ts';
import { countIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;

beforeAll(async () => {
  app = await startTestApp();
  admin = await app.signIn('ZhouQiming');
});

afterAll(() => app.stop());

beforeEach(() => app.sim.faults.clear());

/** Lets every try pass; a session does not last as long. */
async function letAllTriesPass(): Promise<void> {
  for (let attempt = 0; attempt < 14; attempt += 1) {
    await app.settle();
    app.advance(3600);
  }
  admin = await app.signIn('ZhouQiming');
}

const failedJobs = async (query = '') => (await admin.api<FailedJobPage>('GET', `/failed-jobs${query}`)).body;

describe('events nobody handles', () => {
  const unhandled = async () =>
    (await admin.api<{ items: UnhandledEvent[] }>('GET', '/unhandled-events')).body.items;

  const push = async (fields: Record<string, string | number>) => {
    const { status } = await post(app, app.corp.corpId, sealPush(app.corp, eventXml(app.corp, fields)));
    expect(status).toBe(200);
    await app.settle();
  };

  test('are counted by kind, with the platform’s names for one that is new', async () => {
    await push({ Event: 'enter_agent', FromUserName: 'ZhangSan', CreateTime: 1_763_600_001, AgentID: 1 });
    await push({ Event: 'enter_agent', FromUserName: 'LiSi', CreateTime: 1_763_600_002, AgentID: 1 });
    await push({ Event: 'brand_new', ChangeType: 'of_today', CreateTime: 1_763_600_003, Secret: '机密内容' });
    const items = await unhandled();
    expect(items).toMatchObject([
      { type: 'unknown.brand_new.of_today', times: 1 },
      { type: 'app.entered', times: 2 },
    ]);
  });

  test('show nothing of what was in them', async () => {
    expect(JSON.stringify(await unhandled())).not.toContain('机密内容');
  });

  test('are not those that somebody handles', async () => {
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '有人管' } });
    await app.settle();
    expect((await unhandled()).map(({ type }) => type)).not.toContain('external_contact.added');
  });
});

describe('work that was given up', () => {
  const giveUp = async (name: string) => {
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'errcode', errcode: 40001 });
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name } });
    await letAllTriesPass();
    app.sim.faults.clear();
  };

  test('is listed with what it was about and why', async () => {
    await giveUp('被放弃的');
    const { items, total } = await failedJobs();
    expect(total).toBe(1);
    expect(items).toMatchObject([{ name: 'inbox', subject: expect.stringContaining('ZhangSan') }]);
    expect(items[0]?.error).toContain('40001');
    expect(await countIn(app.ctx, 'customer', "name = '被放弃的'")).toBe(0);
  });

  test('is done after all when somebody replays it', async () => {
    const [job] = (await failedJobs()).items;
    expect((await admin.api('POST', `/failed-jobs/${job?.id}/replay`, {})).status).toBe(200);
    await app.settle();
    expect(await countIn(app.ctx, 'customer', "name = '被放弃的'")).toBe(1);
    expect(await failedJobs()).toMatchObject({ items: [], total: 0 });
    const again = await admin.api('POST', `/failed-jobs/${job?.id}/replay`, {});
    expect([again.status, again.body]).toMatchObject([404, { error: { code: 'job.not_failed' } }]);
  });

  test('is replayed all at once, and comes in pages', async () => {
    await giveUp('第一位');
    await giveUp('第二位');
    const first = await failedJobs('?limit=1');
    expect(first).toMatchObject({ total: 2, nextCursor: expect.any(String) });
    const second = await failedJobs(`?limit=1&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ total: 2, nextCursor: null });
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    const { body } = await admin.api('POST', '/failed-jobs/replay', {});
    expect(body).toEqual({ replayed: 2 });
    await app.settle();
    expect(await countIn(app.ctx, 'customer', "name IN ('第一位', '第二位')")).toBe(2);
  });

  test('that fails again is given up again', async () => {
    await giveUp('又失败');
    const [job] = (await failedJobs()).items;
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'errcode', errcode: 40001 });
    await admin.api('POST', `/failed-jobs/${job?.id}/replay`, {});
    await letAllTriesPass();
    expect((await failedJobs()).total).toBe(1);
  });
});
