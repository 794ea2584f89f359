import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWecomSim, type WecomSim } from '../../../scripts/wecom-sim/index.ts';
import { createSelfBuiltAccess } from './access.ts';
import { parseEvent } from './callback/event.ts';
import type { WecomEvent } from './callback/event-types.ts';
import { readCallbackQuery } from './callback/query.ts';
import { openCallback, verifyUrl } from './callback/receive.ts';
import { type CorpClient, createCorpClient } from './client.ts';
import { createTokenHolder } from './tokens/holder.ts';
import { createMemoryTokenStore } from './tokens/store.ts';
import { createTransport } from './transport.ts';

const APP_URL = 'http://127.0.0.1:4173';

let sim: WecomSim;
let client: CorpClient;
let corp: WecomSim['corps'][number];

beforeAll(async () => {
  sim = await startWecomSim({ seed: 'demo', appUrl: APP_URL });
  const [first] = sim.corps;
  if (!first) throw new Error('the simulator has no corp');
  corp = first;
  client = newClient();
});
afterAll(() => sim.stop());
beforeEach(() => sim.faults.clear());

function newClient(secret = corp.secret): CorpClient {
  const transport = createTransport({ baseUrl: `${sim.url}/cgi-bin`, timeoutMs: 2000 });
  const tokens = createTokenHolder({ store: createMemoryTokenStore() });
  const agentId = String(corp.agentId);
  const access = createSelfBuiltAccess({ corpId: corp.corpId, agentId, secret, transport, tokens });
  return createCorpClient({ access, transport, tokens, sleep: async () => {}, oauthBaseUrl: sim.url });
}

/** Every relation of the simulator's world. */
const relationsThere = () => {
  const world = sim.world.corp(corp.corpId);
  return [...world.members.values()]
    .filter((member) => member.hasFeature)
    .flatMap((member) => [...world.relations.ofMember(member.userid)])
    .filter((relation) => !relation.half);
};

/** A member with customers, and the id of one of them. */
function somePair() {
  const [relation] = relationsThere();
  if (!relation) throw new Error('nobody has a customer');
  return { userId: relation.userid, externalUserId: relation.externalUserId };
}

describe('calls', () => {
  it('walks everybody’s customers page by page, and finds those there are', async () => {
    const userIds = await client.listFollowUsers();
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const page = await client.batchGetByUser({ userIds, cursor, limit: 50 });
      for (const { contact, follow } of page.entries) seen.add(`${follow.userId}/${contact.externalUserId}`);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(new Set(relationsThere().map((one) => `${one.userid}/${one.externalUserId}`)));
    expect(seen.size).toBeGreaterThanOrEqual(300);
  });

  it('reads, remarks and tags a customer', async () => {
    const pair = somePair();
    const [group] = await client.listCorpTags();
    const tag = group?.tags[0];
    if (!tag) throw new Error('no tag');
    await client.remark({ ...pair, remark: '老客户', description: '爱喝茶', remarkMobiles: ['13800000000'] });
    await client.markTag({ ...pair, add: [tag.tagId] });
    const followOf = async () => {
      const detail = await client.getExternalContact(pair.externalUserId);
      return detail.followers.find((follower) => follower.userId === pair.userId);
    };
    expect(await followOf()).toMatchObject({
      remark: '老客户',
      description: '爱喝茶',
      remarkMobiles: ['13800000000'],
      tags: expect.arrayContaining([expect.objectContaining({ tagId: tag.tagId, name: tag.name, type: 1 })]),
    });
    await client.markTag({ ...pair, remove: [tag.tagId] });
    await client.remark({ ...pair, remarkMobiles: [] });
    const after = await followOf();
    expect(after?.tagIds).not.toContain(tag.tagId);
    expect(after?.remarkMobiles).toEqual([]);
    expect(after?.createdAt.getTime()).toBeGreaterThan(0);
  });

  it('reads tags by id', async () => {
    const groups = await client.listCorpTags();
    const group = groups[0];
    expect(group && (await client.listCorpTags({ groupIds: [group.groupId] }))).toMatchObject([group ?? {}]);
  });

  it('reads members, departments and the app', async () => {
    const departments = await client.listDepartments();
    expect(departments.length).toBeGreaterThanOrEqual(3);
    const members = (
      await Promise.all(departments.map((one) => client.listDepartmentUsers(one.departmentId)))
    ).flat();
    expect(new Set(members.map((member) => member.userId)).size).toBeGreaterThanOrEqual(12);
    const [member] = members;
    if (!member) throw new Error('no member');
    expect(await client.getUser(member.userId)).toMatchObject({ userId: member.userId, name: member.name });
    expect(await client.getAgent()).toMatchObject({ agentId: String(corp.agentId), closed: false });
    await expect(client.getUser('nobody-here')).rejects.toMatchObject({ reaction: 'subjectGone' });
  });

  it('logs a member in, once for a code', async () => {
    const [userId = ''] = await client.listFollowUsers();
    const url = new URL(client.authorizeUrl({ redirectUri: `${APP_URL}/auth`, state: 'st4te' }));
    url.searchParams.set('sim_user', userId);
    const response = await fetch(url, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('st4te');
    const code = back.searchParams.get('code') ?? '';
    expect(await client.getUserInfo(code)).toMatchObject({ kind: 'member', userId });
    await expect(client.getUserInfo(code)).rejects.toMatchObject({ reaction: 'reauthorise' });
  });

  it('signs pages that the client side accepts', async () => {
    const page = `${APP_URL}/sidebar?x=1#/customer`;
    const signatures = await client.jsSignatures(page);
    for (const kind of ['corp', 'agent'] as const) {
      const body = JSON.stringify({
        corp: corp.corpId,
        kind,
        agentid: corp.agentId,
        url: page,
        ...signatures[kind],
      });
      const response = await fetch(`${sim.url}/sim/api/verify-jssdk`, { method: 'POST', body });
      expect(await response.json()).toMatchObject({ ok: true });
    }
  });

  it('sends messages of each kind', async () => {
    const [userId = ''] = await client.listFollowUsers();
    const url = `${APP_URL}/customers/1`;
    const contents = [
      { kind: 'text', text: '你好' },
      { kind: 'markdown', markdown: '**你好**' },
      { kind: 'textcard', title: '新客户', description: '王小明', url },
      { kind: 'text_notice', title: '跟进提醒', subtitle: '今天', url },
    ] as const;
    for (const content of contents) {
      const result = await client.sendAppMessage({ to: { userIds: [userId, 'Nobody'] }, content });
      expect(result).toMatchObject({ messageId: expect.any(String), invalidUserIds: ['Nobody'] });
    }
    const lost = client.sendAppMessage({ to: { userIds: ['Nobody'] }, content: contents[0] });
    await expect(lost).rejects.toMatchObject({ errcode: 81013, reaction: 'subjectGone' });
  });
});

describe('trouble', () => {
  it('replaces a revoked token without anybody noticing', async () => {
    const app = sim.world.corp(corp.corpId).apps[0];
    await client.listFollowUsers();
    if (app) sim.credentials.revoke(app);
    await Promise.all(Array.from({ length: 20 }, () => client.listFollowUsers()));
  });

  it.each([
    { kind: 'errcode', errcode: -1 },
    { kind: 'errcode', errcode: 45033 },
    { kind: 'cut' },
    { kind: 'http', status: 502 },
  ] as const)('outlives $kind', async (fault) => {
    sim.faults.add({ path: '*get_follow_user_list', ...fault }, 2);
    expect((await client.listFollowUsers()).length).toBeGreaterThan(0);
  });

  it('names refusals as they are', async () => {
    const { userId } = await somePair();
    const gone = client.getExternalContact('wmNobodyKnowsThisOne');
    await expect(gone).rejects.toMatchObject({ reaction: 'subjectGone', hint: expect.any(String) });
    const unknownTag = client.markTag({
      userId,
      externalUserId: (await somePair()).externalUserId,
      add: ['etNone'],
    });
    await expect(unknownTag).rejects.toMatchObject({ reaction: 'stop' });
    await expect(newClient('wrong-secret').listFollowUsers()).rejects.toMatchObject({
      reaction: 'configuration',
    });
  });
});

describe('pushes', () => {
  async function receiver() {
    const events: WecomEvent[] = [];
    const keys = { token: corp.token, encodingAesKey: corp.encodingAesKey };
    const receiveIds = [corp.corpId];
    const server = createServer(async (request, response) => {
      const query = readCallbackQuery(new URL(request.url ?? '/', 'http://x').search);
      if (request.method === 'GET') return void response.end(verifyUrl({ query, keys, receiveIds }));
      const body = await buffer(request);
      events.push(parseEvent(openCallback({ query, body, keys, receiveIds }).plaintext));
      response.end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
    return { events, url, stop: () => void server.close() };
  }

  it('arrive as events of their kind', async () => {
    const { events, url, stop } = await receiver();
    expect(await sim.setCallback(corp.corpId, url)).toMatchObject({ ok: true });
    const [userId = ''] = await client.listFollowUsers();
    const { act } = sim;
    const added = act.customerAdds(corp.corpId, { userId, customer: { name: '林晓' }, state: 'expo' });
    const pair = { userId, externalUserId: added.externalUserId };
    act.memberEditsRemark(corp.corpId, { ...pair, remark: '林总' });
    act.customerDeletes(corp.corpId, pair);
    act.memberDeletes(corp.corpId, pair);
    const half = act.customerAdds(corp.corpId, { userId, skipVerify: true });
    const { groupId } = act.adminCreatesTag(corp.corpId, {
      groupName: '线下活动（测试）',
      tags: [{ name: '展会' }],
    });
    act.adminShufflesTags(corp.corpId, { groupId });
    await sim.drain();
    stop();
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'external_contact.added',
        corpId: corp.corpId,
        ...pair,
        state: 'expo',
      }),
    );
    expect(events.find((event) => event.type === 'external_contact.added')).toHaveProperty('welcomeCode');
    expect(events).toContainEqual(expect.objectContaining({ type: 'external_contact.edited', ...pair }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'external_contact.deleted_by_customer', ...pair }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'external_contact.deleted_by_member', ...pair, transfer: false }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'external_contact.half_added', externalUserId: half.externalUserId }),
    );
    expect(events).toContainEqual(expect.objectContaining({ type: 'external_tag.created', id: groupId }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'external_tag.shuffled', groupId }));
    expect(events.filter((event) => event.type === 'unknown')).toEqual([]);
  });
});
