import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ seed: 'empty' });
});

afterAll(() => app.stop());

test('a customer who adds a rep reaches the rep, and leaves again', async () => {
  const { corpId } = app.corp;
  const added = app.sim.act.customerAdds(corpId, {
    userId: 'ZhangSan',
    customer: { name: '欧阳娜娜' },
    addWay: 1,
    state: '工博会展位',
  });
  await app.settle();

  const rep = await app.signIn('ZhangSan');
  const card = await rep.card(added.externalUserId);
  expect(card.customer).toMatchObject({ displayName: '欧阳娜娜', type: 'wechat' });
  expect(card.relation).toMatchObject({ status: 'active', channel: '工博会展位', addWay: 1 });
  expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added']);

  app.sim.act.customerDeletes(corpId, { userId: 'ZhangSan', externalUserId: added.externalUserId });
  await app.settle();
  const after = await rep.card(added.externalUserId);
  expect(after.relation?.status).toBe('deleted_by_customer');
  expect(after.timeline.items.map((entry) => entry.kind)).toEqual(['deleted_by_customer', 'added']);
});
