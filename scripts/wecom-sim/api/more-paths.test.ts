import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { type Client, connect, control, firstCorp, type Json, startTestSim } from '../testing.ts';

let sim: WecomSim;
let client: Client;

beforeAll(async () => {
  sim = await startTestSim({ seed: 'demo' });
  client = await connect(sim);
});
afterAll(() => sim.stop());

const corp = () => sim.world.corp(firstCorp(sim).corpId);

describe('contact tags', () => {
  it('are read, and reach their members with a message', async () => {
    await control(sim, 'admin/directory', {
      ...{ op: 'tag-changes', tagid: 7, name: '华东', add_users: ['ZhangSan', 'WangMin'], add_parties: [3] },
    });
    await control(sim, 'admin/directory', { op: 'tag-changes', tagid: 7, del_users: ['WangMin'] });
    expect(await client.get('tag/list')).toMatchObject({ taglist: [{ tagid: 7, tagname: '华东' }] });
    expect(await client.get('tag/get', { tagid: '7' })).toMatchObject({
      ...{ tagname: '华东', userlist: [{ userid: 'ZhangSan', name: '张三' }], partylist: [3] },
    });
    expect(await client.get('tag/get', { tagid: '8' })).toMatchObject({ errcode: 40068, userlist: [] });
    const message = { agentid: firstCorp(sim).agentId, msgtype: 'text', text: { content: '周会改到三点' } };
    expect(await client.post('message/send', { ...message, totag: '7|8' })).toMatchObject({
      ...{ errcode: 0, invalidtag: '8' },
    });
    expect(await client.post('message/send', { ...message, totag: '8' })).toMatchObject({ errcode: 81013 });
    const { messages } = await control(sim, 'app-chat?userid=ZhangSan');
    expect((messages as Json[]).at(-1)).toMatchObject({ text: { content: '周会改到三点' } });
  });
});

describe('quotas', () => {
  it('an app may send so many messages to members in a day of China', async () => {
    await control(sim, 'faults', { switches: { messageDailyCap: 3 } });
    const send = (touser: string) =>
      client.post('message/send', {
        ...{ agentid: firstCorp(sim).agentId, msgtype: 'text', text: { content: '你好' }, touser },
      });
    sim.clock.advance(86_400);
    client = await connect(sim);
    expect(await send('ZhangSan|WangMin')).toMatchObject({ errcode: 0 });
    expect(await send('ZhangSan|WangMin')).toMatchObject({ errcode: 45009 });
    expect(await send('ZhangSan')).toMatchObject({ errcode: 0 });
    sim.clock.advance(86_400);
    client = await connect(sim);
    expect(await send('ZhangSan')).toMatchObject({ errcode: 0 });
    await control(sim, 'faults', { clear: true });
  });

  it('an app may fetch the corp ticket a hundred times in an hour', async () => {
    for (let turn = 0; turn < 100; turn += 1) await client.get('get_jsapi_ticket');
    expect(await client.get('get_jsapi_ticket')).toMatchObject({ errcode: 45009 });
    expect(await client.get('ticket/get', { type: 'agent_config' })).toMatchObject({ errcode: 0 });
    sim.clock.advance(3600);
    expect(await client.get('get_jsapi_ticket')).toMatchObject({ errcode: 0 });
  });
});

describe('group welcome material', () => {
  const path = (what: string) => `externalcontact/group_welcome_template/${what}`;

  it('is made, changed, read and deleted by the app that made it', async () => {
    const link = { title: '样册', url: 'https://example.com' };
    const { template_id: id } = await client.post(path('add'), { text: { content: '欢迎%NICKNAME%' }, link });
    const asked = { template_id: id };
    expect(await client.post(path('get'), asked)).toMatchObject({
      text: { content: '欢迎%NICKNAME%' },
      link,
    });
    await client.post(path('edit'), { ...asked, text: { content: '你好' } });
    expect(await client.post(path('get'), asked)).not.toHaveProperty('link');
    const material = corp().groupWelcomes.get(String(id));
    if (material) material.creator = 1;
    expect(await client.post(path('del'), asked)).toMatchObject({ errcode: 41058 });
    if (material) material.creator = firstCorp(sim).agentId;
    expect(await client.post(path('del'), asked)).toMatchObject({ errcode: 0 });
    expect(await client.post(path('get'), asked)).toMatchObject({ errcode: 40058 });
  });

  it('needs something to say, and live media', async () => {
    expect(await client.post(path('add'), {})).toMatchObject({ errcode: 40058 });
    expect(await client.post(path('add'), { image: { media_id: 'gone' } })).toMatchObject({ errcode: 40007 });
    expect(await client.post(path('add'), { text: { content: '好'.repeat(1001) } })).toMatchObject({
      errcode: 40058,
    });
  });
});

describe('unionid', () => {
  it('leads to the customer, or to an id that tells him once he is one', async () => {
    const [relation] = corp().relations.ofMember('ZhangSan');
    const contact = corp().relations.contact(relation?.externalUserId ?? '');
    const openid = `o${'A'.repeat(27)}`;
    const convert = (unionid: string) =>
      client.post('idconvert/unionid_to_external_userid', { unionid, openid });
    expect(await convert(contact?.unionid ?? '')).toMatchObject({
      external_userid: relation?.externalUserId,
    });
    const stranger = `o${'B'.repeat(27)}`;
    const { pending_id: pending } = await convert(stranger);
    expect(await convert(stranger)).toMatchObject({ pending_id: pending });
    const added = sim.act.customerAdds(corp().corpId, { userId: 'ZhangSan', customer: { name: '晨光' } });
    const now = corp().relations.contact(added.externalUserId);
    if (now) corp().relations.putContact({ ...now, unionid: stranger });
    const batch = { external_userid: [added.externalUserId, relation?.externalUserId] };
    expect(await client.post('idconvert/batch/external_userid_to_pending_id', batch)).toMatchObject({
      result: [{ external_userid: added.externalUserId, pending_id: pending }],
    });
    expect(await convert('short')).toMatchObject({ errcode: 610014 });
    expect(
      await client.post('externalcontact/unionid_to_external_userid', {
        ...{ unionid: `o${'C'.repeat(27)}`, openid },
      }),
    ).toMatchObject({ errcode: 610004 });
    const { openid: own } = await client.post('externalcontact/convert_to_openid', {
      external_userid: added.externalUserId,
    });
    expect(own).toMatch(/^o[\w-]{27}$/);
  });
});

describe('QR codes', () => {
  /** Whether each pixel of a PNG's rows is dark. */
  const rowsOf = (png: Buffer) => {
    const side = png.readUInt32BE(16);
    const start = png.indexOf('IDAT') + 4;
    const bytes = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
    return Array.from({ length: side }, (_, y) =>
      [...bytes.subarray(y * (side + 1) + 1, (y + 1) * (side + 1))].map((grey) => grey === 0),
    );
  };

  it('of a way is a picture, and leads to a page on which a customer scans it', async () => {
    const made = await client.post('externalcontact/add_contact_way', {
      ...{ type: 1, scene: 2, user: ['ZhangSan'], state: '展会', skip_verify: true },
    });
    const response = await fetch(String(made.qr_code));
    expect(response.headers.get('content-type')).toBe('image/png');
    const rows = rowsOf(Buffer.from(await response.arrayBuffer()));
    // A finder pattern stands in the corner, four modules in.
    const corner = rows[32 + 4]?.slice(32, 32 + 56).filter((_, x) => x % 8 === 0);
    expect(corner).toEqual(Array(7).fill(true));
    const scan = `${sim.url}/scan/${corp().corpId}/${made.config_id}`;
    expect(await (await fetch(scan)).text()).toContain('谁在扫码');
    expect(await (await fetch(`${scan}?sim_name=叶青`)).text()).toContain('已添加');
    const { relations } = await control(sim, 'world?userid=ZhangSan');
    expect((relations as Json[]).find(({ name }) => name === '叶青')).toMatchObject({
      ...{ state: '展会', half: true },
    });
    const { chats } = await control(sim, 'chats?userid=ZhangSan');
    expect((chats as Json[]).find(({ name }) => name === '叶青')).toMatchObject({
      last: { text: '叶青已添加你，你还没有添加对方。' },
    });
  });

  it('of an install leads to the page of the administrator', async () => {
    const { suiteId } = sim.suites[0] ?? { suiteId: '' };
    const response = await fetch(`${sim.url}/qr/install/${suiteId}`);
    expect(rowsOf(Buffer.from(await response.arrayBuffer())).length).toBeGreaterThan(200);
  });
});

describe('the client’s list', () => {
  it('has three hundred chats unless more are asked for', async () => {
    const many = await startTestSim({ seed: 700 });
    const [member] = [...many.world.corp(firstCorp(many).corpId).members.values()].filter(
      ({ userid }) => [...many.world.corp(firstCorp(many).corpId).relations.ofMember(userid)].length > 0,
    );
    const read = (more: string) => control(many, `chats?userid=${member?.userid}${more}`);
    const { total, chats } = await read('');
    expect((chats as unknown[]).length).toBe(Math.min(300, Number(total)));
    expect(((await read('&limit=5')).chats as unknown[]).length).toBe(5);
    expect(((await read('&limit=5000')).chats as unknown[]).length).toBe(total);
    await many.stop();
  });
});
