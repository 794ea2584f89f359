import { expect, test } from 'vitest';
import { startFullSync } from '../src/features/sync/start-sync.ts';
import { startTestApp, type TestApp } from './app.ts';
import { rowsIn } from './rows.ts';

const work: Readonly<Record<string, (app: TestApp) => unknown>> = {
  'externalcontact/get': (app) =>
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '甲' } }),
  'user/get': (app) => app.sim.act.memberMoves(app.corp.corpId, { userId: 'ZhangSan', departments: [3] }),
  'department/list': (app) => app.sim.act.departmentMoves(app.corp.corpId, { id: 3, name: '新名' }),
  'externalcontact/get_corp_tag_list': (app) =>
    app.sim.act.adminCreatesTag(app.corp.corpId, { groupName: '级别', tags: [{ name: 'VIP' }] }),
  'externalcontact/batch/get_by_user': (app) =>
    startFullSync(app.ctx, app.ctx.installations.all()[0]?.corpId ?? 0, 'admin'),
};

test.each(Object.entries(work))(
  'a job in the middle of %s ends at once when the server stops, and is due again',
  async (path, ask) => {
    const app = await startTestApp({ seed: 20 });
    await app.fullSync();
    const hanging = Promise.withResolvers<void>();
    const { take } = app.sim.faults;
    app.sim.faults.take = (called, corpId) => {
      if (called !== `/cgi-bin/${path}`) {
        return take(called, corpId);
      }
      hanging.resolve();
      return [{ path, kind: 'slow', ms: 5000 }];
    };
    await ask(app);
    await app.sim.drain();
    const running = app.ctx.worker.drain();
    await hanging.promise;
    const started = performance.now();
    await app.ctx.worker.stop();
    expect(performance.now() - started).toBeLessThan(2000);
    await running;
    expect(await rowsIn(app.ctx, 'job')).toMatchObject([{ status: 'ready', claimed_by: null, attempts: 0 }]);
    await app.stop();
  },
);
