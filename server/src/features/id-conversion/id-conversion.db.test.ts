import type { IdConversion } from '@guanxi/shared/id-conversion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { company, control, corpRowOf, otherCompany, signInToSuite, suiteIdsOf } from '../../../test/suites.ts';

let app: TestApp;
let suiteId: string;
let former: number;
let here: number;
let admin: Browser;

const known = async (): Promise<IdConversion> => {
  const { body } = await admin.api<{ conversion: IdConversion }>('GET', '/id-conversion');
  return body.conversion;
};
const rowsOf = (table: string, corpId: number, and = '1 = 1') =>
  countIn(app.ctx, table, `corp_id = ${corpId} AND ${and}`);

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  ({ suiteId } = suiteIdsOf(app));
  await app.settle();
  await app.fullSync();
  former = app.ctx.installations.all()[0]?.corpId ?? 0;
});

afterAll(() => app.stop());

describe('a company with a self-built app installs the suite', () => {
  test('its follow-ups, tags and group chats are with the self-built app', async () => {
    const rep = await app.signIn('ZhangSan');
    const list = await rep.api<{ items: { customerId: number; externalUserId: string }[] }>('GET', '/customers');
    const [first] = list.body.items;
    const written = await rep.api('POST', `/customers/${first?.customerId}/follow-ups`, {
      ...{ method: 'phone', text: '旧应用里写的', requestKey: 'former-1' },
    });
    expect(written.status).toBe(200);
    expect(await rowsOf('follow_up', former)).toBe(1);
    expect(await rowsOf('customer', former)).toBeGreaterThan(200);
  });

  test('it is noticed, and nothing moves by itself', async () => {
    await control(app, 'suites/install', { suite_id: suiteId, corp: app.corp.corpId, announce: 'event' });
    await app.settle();
    here = Number((await corpRowOf(app, suiteId)).id);
    admin = await signInToSuite(app, suiteId, 'ZhouQiming', app.corp.corpId);
    await app.settle();
    console.log(await rowsIn(app.ctx, 'id_conversion'), await rowsIn(app.ctx, 'job'));
    const conversion = await known();
    expect(conversion).toMatchObject({ state: 'found', proof: 'corpid' });
    expect(await rowsOf('follow_up', former)).toBe(1);
  });

  test('an administrator agrees, and all of it is under the new ids', async () => {
    const { status, body } = await admin.api('POST', '/id-conversion/confirm', {});
    expect(status, JSON.stringify(body)).toBe(200);
    await app.settle();
    console.log(await rowsIn(app.ctx, 'id_conversion'), (await rowsIn(app.ctx, 'job')).map(r=>[r.name,r.status,r.last_error]));
    const conversion = await known();
    console.log(JSON.stringify({...conversion, kept: conversion.kept.slice(0,20)}, null, 1));
    for (const t of ['member','customer','follow_relation','tag','tag_group','relation_tag','timeline_entry','group_chat','group_chat_member','group_chat_event','follow_up','behavior_day']) console.log(t, await rowsOf(t, former), await rowsOf(t, here));
  });
});
