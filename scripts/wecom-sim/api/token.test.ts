import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { type Client, connect, firstCorp, startTestSim } from '../testing.ts';

let sim: WecomSim;
let client: Client;

beforeEach(async () => {
  sim = await startTestSim();
  client = await connect(sim);
});
afterEach(() => sim.stop());

const raw = (path: string) => fetch(`${sim.url}${path}`);

describe('access tokens', () => {
  it('stay the same while valid and expire after 7200 seconds', async () => {
    expect(client.token.length).toBeGreaterThan(200);
    expect((await connect(sim)).token).toBe(client.token);
    sim.clock.advance(7199);
    expect(await client.get('get_api_domain_ip')).toMatchObject({ errcode: 0, ip_list: ['127.0.0.1'] });
    sim.clock.advance(1);
    expect(await client.get('get_api_domain_ip')).toMatchObject({ errcode: 42001, ip_list: [] });
    expect((await connect(sim)).token).not.toBe(client.token);
  });

  it('may be invalidated early', async () => {
    const app = sim.world.corp(firstCorp(sim).corpId).apps[0];
    if (app) sim.credentials.revoke(app);
    expect(await client.get('getcallbackip')).toMatchObject({ errcode: 40014 });
    expect((await connect(sim)).token).not.toBe(client.token);
  });

  it.each([
    ['gettoken?corpid=ww0&corpsecret=x', 40013],
    ['gettoken?corpid=CORP&corpsecret=x', 40001],
    ['gettoken?corpsecret=x', 41002],
    ['gettoken?corpid=CORP', 41004],
    ['externalcontact/list?userid=ZhangSan', 41001],
    ['externalcontact/list?userid=ZhangSan&access_token=nonsense', 40014],
  ])('%s answers %i', async (path, errcode) => {
    const response = await raw(`/cgi-bin/${path.replace('CORP', firstCorp(sim).corpId)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Error-Code')).toBe(String(errcode));
    const body = (await response.json()) as { errcode: number; errmsg: string };
    expect(body.errcode).toBe(errcode);
    expect(body.errmsg).toMatch(/, hint: \[\w+\], from ip: 127\.0\.0\.1, more info at https:.*e=\d+$/);
  });

  it('blocks the source for an hour after wrong secrets when switched on', async () => {
    sim.faults.switches.secretBanAfter = 2;
    const { corpId, secret } = firstCorp(sim);
    const ask = async (value: string) => {
      const response = await raw(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${value}`);
      return ((await response.json()) as { errcode: number }).errcode;
    };
    expect([await ask('a'), await ask('b'), await ask(secret)]).toEqual([40001, 40001, 45009]);
    sim.clock.advance(3600);
    expect(await ask(secret)).toBe(0);
  });
});

describe('the shape of answers', () => {
  it('is 404 with an empty body for unknown paths', async () => {
    const response = await raw('/cgi-bin/externalcontact/nothing');
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  it('warns about malformed JSON', async () => {
    const url = `${sim.url}/cgi-bin/externalcontact/get_corp_tag_list?access_token=${client.token}`;
    const response = await fetch(url, { method: 'POST', body: '{"tag_id":' });
    expect(await response.json()).toMatchObject({ errcode: 0, errmsg: 'Warning: wrong json format. ok' });
  });

  it('depends on what the admin allows', async () => {
    const app = sim.world.corp(firstCorp(sim).corpId).apps[0];
    if (!app) throw new Error('no app');
    app.permissions.delete('customers');
    expect(await client.get('externalcontact/get_follow_user_list')).toMatchObject({ errcode: 48002 });
    app.trustedIps = ['10.0.0.1'];
    expect(await client.get('externalcontact/get_follow_user_list')).toMatchObject({ errcode: 60020 });
    app.disabled = true;
    expect(await client.get('externalcontact/get_follow_user_list')).toMatchObject({ errcode: 50003 });
  });
});

describe('limits and faults', () => {
  it('blocks a path for a minute beyond its frequency', async () => {
    const narrow = await startTestSim({ limits: { perMinute: 2, perHour: 100 } });
    const other = await connect(narrow);
    const codes = [];
    for (let call = 0; call < 3; call += 1) codes.push((await other.get('getcallbackip')).errcode);
    expect(codes).toEqual([0, 0, 45009]);
    expect(await other.get('get_api_domain_ip')).toMatchObject({ errcode: 0 });
    narrow.clock.advance(60);
    expect(await other.get('getcallbackip')).toMatchObject({ errcode: 0 });
    await narrow.stop();
  });

  it('fails as often as asked, then works again', async () => {
    sim.faults.add({ path: 'getcallbackip', kind: 'errcode', errcode: -1 }, 1);
    sim.faults.add({ path: 'getcallbackip', kind: 'http', status: 500 }, 1);
    expect((await raw(`/cgi-bin/getcallbackip?access_token=${client.token}`)).status).toBe(500);
    expect(await client.get('getcallbackip')).toMatchObject({ errcode: 0 });
    sim.faults.add({ path: '/cgi-bin/*', kind: 'errcode', errcode: 45033 }, 2);
    expect(await client.get('getcallbackip')).toMatchObject({ errcode: 45033, ip_list: [] });
    expect(await client.get('get_api_domain_ip')).toMatchObject({ errcode: 45033 });
    expect(await client.get('getcallbackip')).toMatchObject({ errcode: 0 });
    sim.faults.add({ path: 'getcallbackip', kind: 'cut' }, 1);
    await expect(client.get('getcallbackip')).rejects.toThrow('fetch failed');
    expect(sim.requests.at(-1)).toMatchObject({ path: '/cgi-bin/getcallbackip', errcode: -2 });
  });

  it('carries a call out whose answer is lost', async () => {
    const tags = () => client.post('externalcontact/get_corp_tag_list', {});
    sim.faults.add({ path: 'add_corp_tag', kind: 'lost' }, 1);
    const adding = client.post('externalcontact/add_corp_tag', {
      group_name: '行业',
      tag: [{ name: '模具' }],
    });
    await expect(adding).rejects.toThrow('fetch failed');
    expect((await tags()).tag_group).toMatchObject([{ group_name: '行业' }]);
  });

  it('refuses calls beyond a concurrency and answers stale reads', async () => {
    sim.faults.add({ path: 'getcallbackip', kind: 'concurrency', limit: 1 });
    sim.faults.add({ path: 'getcallbackip', kind: 'slow', ms: 20 });
    const both = await Promise.all([client.get('getcallbackip'), client.get('getcallbackip')]);
    expect(both.map((answer) => answer.errcode).sort()).toEqual([0, 45033]);
    await client.post('externalcontact/get_corp_tag_list', {});
    sim.act.adminCreatesTag(firstCorp(sim).corpId, { groupName: '区域', tags: [{ name: '华东' }] });
    sim.faults.add({ path: 'get_corp_tag_list', kind: 'stale' }, 1);
    expect(await client.post('externalcontact/get_corp_tag_list', {})).toMatchObject({ tag_group: [] });
    const fresh = await client.post('externalcontact/get_corp_tag_list', {});
    expect(fresh.tag_group).toHaveLength(1);
  });
});
