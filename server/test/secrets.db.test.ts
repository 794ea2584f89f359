import type { Profile } from '@guanxi/shared/profile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from './app.ts';
import { post, sealPush } from './push.ts';
import { countIn, rowsIn } from './rows.ts';

const mobile = '13800138777';
const typedMobile = '13700137666';
let app: TestApp;
/** Everything that must stay out of sight, by what it is. */
const secrets = new Map<string, string>();

beforeAll(async () => {
  app = await startTestApp();
  await liveThroughABusyDay();
});

afterAll(() => app.stop());

function noteTokens(): void {
  const corp = app.sim.world.corp(app.corp.corpId);
  const [own] = corp.apps;
  if (own === undefined) {
    throw new Error('The corp has no app');
  }
  const at = secrets.size;
  secrets.set(`access token ${at}`, app.sim.credentials.token(corp, own).value);
  secrets.set(`ticket of the corp ${at}`, app.sim.credentials.ticket('corp', corp, own).value);
  secrets.set(`ticket of the app ${at}`, app.sim.credentials.ticket('agent', corp, own).value);
}

/** Uses every part of the server once, in good order and in bad. */
async function liveThroughABusyDay(): Promise<void> {
  const { corpId, secret, token, encodingAesKey } = app.corp;
  secrets.set('secret', secret).set('token of callbacks', token).set('AES key', encodingAesKey);
  await app.fullSync();
  noteTokens();
  const { tagIds } = app.sim.act.adminCreatesTag(corpId, { groupName: '级别', tags: [{ name: 'VIP' }] });
  const added = app.sim.act.customerAdds(corpId, { userId: 'ZhangSan', customer: { name: '客户' } });
  secrets.set('welcome code', added.welcomeCode ?? '');
  await app.settle();
  app.sim.act.memberEditsRemark(corpId, {
    ...{ userId: 'ZhangSan', externalUserId: added.externalUserId, remarkMobiles: [mobile] },
  });
  await app.settle();
  secrets.set('remark mobile', mobile);

  const rep = await app.signIn('ZhangSan');
  await rep.request('/api/session').then((response) => response.text());
  const card = await rep.card(added.externalUserId);
  secrets.set('typed mobile', typedMobile);
  await rep.api('GET', `/jssdk/signatures?url=${encodeURIComponent(`${app.url}/sidebar`)}`);
  const faults = [
    { kind: 'errcode', errcode: 45009 },
    { kind: 'errcode', errcode: 40001 },
    { kind: 'cut' },
    { kind: 'http', status: 500 },
  ] as const;
  for (const fault of faults) {
    app.sim.faults.add({ path: '*', ...fault });
    await rep.api('POST', `/customers/${card.customer.id}/tags`, { add: tagIds });
    await rep.api('GET', '/customer-card?externalUserId=wmUnknown');
    await editAndReadMobiles(rep, card.customer.id);
    app.sim.act.memberEditsRemark(corpId, {
      ...{ userId: 'ZhangSan', externalUserId: added.externalUserId, remark: `备注 ${fault.kind}` },
    });
    await app.settle();
    await app.fullSync();
    await rep.request('/auth/callback/x?code=the-login-code&state=y').then((response) => response.text());
    app.sim.faults.clear();
    app.advance(7300);
    await app.settle();
    noteTokens();
  }
  secrets.set('login code', 'the-login-code');
  await post(app, corpId, {
    ...sealPush(app.corp, '<xml></xml>'),
    query: 'msg_signature=a&timestamp=1&nonce=2',
  });
  await post(app, corpId, sealPush(app.corp, `not a document with ${mobile}`));
  for (const line of app.ctx.installations.all()) {
    secrets.set('callback token', line.callbackKeys.token);
  }
}

/** Writes, reads and mistypes phones, as a rep does. */
async function editAndReadMobiles(rep: Browser, customerId: number): Promise<void> {
  const path = `/customers/${customerId}`;
  const { body } = await rep.api<{ profile: Profile }>('GET', `${path}/profile`);
  const kept = body.profile.mobiles.value;
  for (const { ref } of kept) {
    await rep.api('POST', `${path}/mobiles/reveal`, { ref });
    await rep.api('POST', `${path}/mobiles/reveal`, { ref: `${ref}x` });
  }
  await rep.api('PATCH', `${path}/profile`, { mobiles: [{ number: `${typedMobile}电话` }] });
  await rep.api('PATCH', `${path}/profile`, { mobiles: { number: typedMobile } });
  await rep.api('PATCH', `${path}/profile`, {
    mobiles: [...kept.map(({ ref }) => ({ ref })), { number: typedMobile }],
  });
}

test('the day was a busy one', async () => {
  expect(app.log.lines.length).toBeGreaterThan(60);
  expect(app.log.lines.some((line) => line.includes('platform call'))).toBe(true);
  expect(app.log.lines.some((line) => line.includes('request refused'))).toBe(true);
  expect(app.log.lines.some((line) => line.includes('job will be tried again'))).toBe(true);
  expect(await countIn(app.ctx, 'audit_entry')).toBeGreaterThan(3);
  expect([...secrets.values()].every((value) => value.length > 5)).toBe(true);
});

test('no log line holds a secret', () => {
  const log = app.log.lines.join('\n');
  const found = [...secrets].filter(
    ([, value]) => log.includes(value) || log.includes(encodeURIComponent(value)),
  );
  expect(found.map(([name]) => name)).toEqual([]);
});

test('no log line holds a session', async () => {
  const rep = await app.signIn('ZhangSan');
  const response = await rep.request('/api/session', { headers: { 'x-probe': '1' } });
  expect(response.status).toBe(200);
  const log = app.log.lines.join('\n');
  expect(log).not.toContain('guanxi_session');
  expect(log).not.toMatch(/access_token=(?!\[hidden\])/);
  expect(log).not.toMatch(/corpsecret=(?!\[hidden\])/);
});

describe('the database', () => {
  test.each([
    ...['inbox_event', 'follow_relation', 'customer_term', 'profile_change', 'audit_entry', 'job'],
    'timeline_entry',
  ])('holds no secret readable in %s', async (table) => {
    const rows = await rowsIn(app.ctx, table);
    const text = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
      .join('\n');
    const found = [...secrets].filter(([, value]) => text.includes(value));
    expect(found.map(([name]) => name)).toEqual([]);
  });

  test('has both mobiles in the index, and tells not even their ends', async () => {
    const terms = (await rowsIn(app.ctx, 'customer_term')).map((row) => String(row.term));
    expect(terms.filter((term) => term.startsWith('#'))).toHaveLength(4);
    expect(terms.filter((term) => /\d/.test(term) && !term.startsWith('#'))).toEqual([]);
    const ends = [mobile, typedMobile].flatMap((number) => [number.slice(-4), number.slice(-8)]);
    expect(terms.filter((term) => ends.some((end) => term.includes(end)))).toEqual([]);
  });

  test('keeps the remark mobile, sealed', async () => {
    const [row] = await rowsIn(app.ctx, 'follow_relation');
    expect(app.ctx.keyring.open(row?.sealed_mobiles as Buffer)).toBe(JSON.stringify([mobile, typedMobile]));
  });
});
