import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSuiteAccess } from '../access.ts';
import { createCorpClient } from '../client.ts';
import type { Answer } from '../testing/platform.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { createTokenHolder } from '../tokens/holder.ts';
import { createMemoryTokenStore } from '../tokens/store.ts';
import { createTransport, type TransportLogEntry } from '../transport.ts';
import { createSuiteClient } from './client.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const last = (api: string) => platform.received.filter((call) => call.api === api).at(-1);
const refused = (errcode: number): Answer => ({ errcode, errmsg: `no, SECRET ticket-1`, hint: 'x' });

function setUp(overrides: { suiteId?: string; ticket?: () => Promise<string | null> } = {}) {
  const lines: TransportLogEntry[] = [];
  const transport = createTransport({
    baseUrl: platform.baseUrl,
    timeoutMs: 2000,
    log: (entry) => void lines.push(entry),
  });
  const tokens = createTokenHolder({ store: createMemoryTokenStore() });
  const suite = createSuiteClient({
    suiteId: overrides.suiteId ?? 'ww_suite',
    suiteSecret: 'SECRET',
    ticket: overrides.ticket ?? (async () => 'ticket-1'),
    transport,
    tokens,
    sleep: async () => {},
    random: () => 0.5,
  });
  return { suite, transport, tokens, lines };
}

describe('the suite’s token', () => {
  it('comes from id, secret and ticket, and once for 50 callers', async () => {
    platform.on('service/get_pre_auth_code', { pre_auth_code: 'pre', expires_in: 1200 });
    const { suite } = setUp();
    await Promise.all(Array.from({ length: 50 }, () => suite.getPreAuthCode()));
    expect(platform.count('service/get_suite_token')).toBe(1);
    expect(last('service/get_suite_token')?.body).toEqual({
      suite_id: 'ww_suite',
      suite_secret: 'SECRET',
      suite_ticket: 'ticket-1',
    });
    expect(last('service/get_pre_auth_code')?.query).toEqual({ suite_access_token: 'token-1' });
  });

  it.each([40082, 42009])('%i: is replaced once, and the call repeated once', async (errcode) => {
    platform.on('service/get_pre_auth_code', refused(errcode), { pre_auth_code: 'pre', expires_in: 1200 });
    const { suite } = setUp();
    expect(await suite.getPreAuthCode()).toEqual({ preAuthCode: 'pre', expiresInSeconds: 1200 });
    expect(platform.count('service/get_suite_token')).toBe(2);
    platform.on('service/get_pre_auth_code', refused(errcode));
    await expect(suite.getPreAuthCode()).rejects.toMatchObject({ errcode });
    expect(platform.count('service/get_suite_token')).toBe(3);
  });

  it('waits for the ticket, and says so', async () => {
    const { suite } = setUp({ ticket: async () => null });
    await expect(suite.getPreAuthCode()).rejects.toMatchObject({
      name: 'WecomWaitingForTicket',
      suiteId: 'ww_suite',
      reason: 'missing',
    });
    expect(platform.received).toEqual([]);
  });

  it('40085: waits for the next ticket, and asks with it', async () => {
    let ticket = 'old';
    const { suite } = setUp({ ticket: async () => ticket });
    platform.on('service/get_suite_token', refused(40085));
    await expect(suite.getPreAuthCode()).rejects.toMatchObject({ reason: 'expired' });
    expect(platform.count('service/get_suite_token')).toBe(1);
    ticket = 'new';
    platform.on('service/get_suite_token', { suite_access_token: 's', expires_in: 7200 });
    platform.on('service/get_pre_auth_code', { pre_auth_code: 'pre', expires_in: 1200 });
    await suite.getPreAuthCode();
    expect(last('service/get_suite_token')?.body).toMatchObject({ suite_ticket: 'new' });
  });

  it('40080: a wrong secret is not tried again, and neither it nor the ticket is told', async () => {
    platform.on('service/get_suite_token', refused(40080));
    const { suite, lines } = setUp();
    const error = await suite.getPreAuthCode().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ reaction: 'configuration' });
    expect(platform.count('service/get_suite_token')).toBe(1);
    expect(`${String(error)} ${JSON.stringify(error)} ${JSON.stringify(lines)}`).not.toMatch(
      /SECRET|ticket-1/,
    );
  });

  it('of two suites are two', async () => {
    platform.on('service/get_pre_auth_code', { pre_auth_code: 'pre', expires_in: 1200 });
    const { transport, tokens } = setUp();
    for (const name of ['a', 'b']) {
      const suite = createSuiteClient({
        suiteId: name,
        suiteSecret: 's',
        ticket: async () => `ticket-${name}`,
        transport,
        tokens,
      });
      await suite.getPreAuthCode();
      expect(last('service/get_suite_token')?.body).toMatchObject({
        suite_id: name,
        suite_ticket: `ticket-${name}`,
      });
    }
    expect(last('service/get_pre_auth_code')?.query.suite_access_token).toBe('token-2');
  });
});

const corp = {
  corpid: 'wp1',
  corp_name: '公司',
  corp_type: 'verified',
  corp_user_max: 50,
  subject_type: 1,
  verified_end_time: 1_700_000_000,
  corp_scale: '1-50人',
};
const agent = {
  agentid: 1000003,
  name: '关系',
  auth_mode: 1,
  privilege: { level: 1, allow_party: [1], allow_user: ['u1'], allow_tag: [2] },
  shared_from: { corpid: 'wp9', share_type: 0 },
};

describe('an installation', () => {
  it('begins with a link', async () => {
    platform.on('service/set_session_info', { errcode: 0 });
    const { suite } = setUp();
    await suite.setSessionInfo({ preAuthCode: 'pre', test: true });
    expect(last('service/set_session_info')?.body).toEqual({
      pre_auth_code: 'pre',
      session_info: { auth_type: 1 },
    });
    const page = { preAuthCode: 'p+1', redirectUri: 'https://crm.example/back?x=1', state: 's1' };
    expect(suite.installUrl(page)).toBe(
      'https://open.work.weixin.qq.com/3rdapp/install?suite_id=ww_suite&pre_auth_code=p%2B1&redirect_uri=https%3A%2F%2Fcrm.example%2Fback%3Fx%3D1&state=s1',
    );
    expect(() => suite.installUrl({ ...page, state: 'a-b' })).toThrow(RangeError);
  });

  it('exchanges its code once', async () => {
    platform.on('service/v2/get_permanent_code', {
      permanent_code: 'perm',
      auth_corp_info: { corpid: 'wp1', corp_name: '公司' },
      auth_user_info: { userid: 'woA', open_userid: 'woA', name: 'woA' },
      state: 'st',
    });
    const { suite } = setUp();
    const code = await suite.getPermanentCode('auth');
    expect(code).toMatchObject({
      permanentCode: 'perm',
      corp: { corpId: 'wp1', name: '公司', verified: null },
      installer: { userId: 'woA', openUserId: 'woA', avatar: null },
      agents: [],
      state: 'st',
    });
    platform.on('service/v2/get_permanent_code', 'cut');
    await expect(suite.getPermanentCode('auth')).rejects.toMatchObject({ reason: 'network' });
    expect(platform.count('service/v2/get_permanent_code')).toBe(2);
  });

  it('reads the older answer as well', async () => {
    platform.on('service/v2/get_permanent_code', {
      access_token: 'x',
      expires_in: 7200,
      permanent_code: 'perm',
      auth_corp_info: corp,
      auth_info: { agent: [agent] },
    });
    const { suite } = setUp();
    expect(await suite.getPermanentCode('auth')).toMatchObject({
      corp: { corpId: 'wp1', verified: true },
      agents: [{ agentId: '1000003', authMode: 'member' }],
      installer: null,
    });
  });

  it('tells what it may see', async () => {
    platform.on('service/v2/get_auth_info', { auth_corp_info: corp, auth_info: { agent: [agent] } });
    const { suite } = setUp();
    const info = await suite.getAuthInfo({ corpId: 'wp1', permanentCode: 'perm' });
    expect(last('service/v2/get_auth_info')?.body).toEqual({ auth_corpid: 'wp1', permanent_code: 'perm' });
    expect(info).toMatchObject({
      corp: { subjectType: 1, userMax: 50, scale: '1-50人', verifiedUntil: new Date(1_700_000_000_000) },
      dealer: null,
      agents: [
        {
          customized: false,
          privilege: { level: 1, departmentIds: [1], userIds: ['u1'], tagIds: [2], extraUserIds: [] },
          sharedFromCorpId: 'wp9',
        },
      ],
    });
    expect(info.editions).toEqual([]);
    const edition = { agentid: 7, edition_id: 'e', edition_name: '专业版', user_limit: 30 };
    platform.on('service/v2/get_auth_info', {
      auth_corp_info: corp,
      edition_info: {
        agent: [
          { ...edition, app_status: 3, expired_time: 1_700_000_000 },
          { ...edition, app_status: 5, expired_time: 4_000_000_000 },
        ],
      },
    });
    const sold = await suite.getAuthInfo({ corpId: 'wp1', permanentCode: 'perm' });
    expect(sold.editions).toEqual([
      { agentId: '7', name: '专业版', status: 3, userLimit: 30, until: new Date(1_700_000_000_000) },
      { agentId: '7', name: '专业版', status: 5, userLimit: 30, until: null },
    ]);
    platform.on('service/v2/get_auth_info', { auth_corp_info: { corpid: 'wp1' } });
    expect((await suite.getAuthInfo({ corpId: 'wp1', permanentCode: 'perm' })).agents).toEqual([]);
  });
});

describe('access of a suite', () => {
  function accessTo(permanentCode = 'perm') {
    const { suite, transport, tokens } = setUp();
    const access = createSuiteAccess({ corpId: 'wp1', agentId: '7', suite, permanentCode, tokens });
    return { suite, access, client: createCorpClient({ access, transport, tokens, sleep: async () => {} }) };
  }

  it('calls with the corp’s token, got through the suite’s', async () => {
    platform.on('externalcontact/get_follow_user_list', refused(40014), { follow_user: ['u1'] });
    const { client, access } = accessTo();
    expect(await client.listFollowUsers()).toEqual(['u1']);
    expect(last('service/get_corp_token')?.body).toEqual({ auth_corpid: 'wp1', permanent_code: 'perm' });
    expect(platform.count('service/get_corp_token')).toBe(2);
    expect(platform.count('service/get_suite_token')).toBe(1);
    expect(access).toMatchObject({
      mode: 'suite',
      suiteId: 'ww_suite',
      capabilities: { memberIds: 'provider' },
    });
  });

  it('of a new permanent code never uses the old one’s token', async () => {
    const [one, two] = [accessTo('perm-1').access, accessTo('perm-2').access];
    expect(one.budgetKey).not.toBe(two.budgetKey);
    expect(`${one.budgetKey}${two.budgetKey}`).not.toContain('perm');
  });

  it('logs members in as the suite, and nobody of another corp', async () => {
    platform.on('service/auth/getuserinfo3rd', {
      corpid: 'wp1',
      userid: 'woU',
      open_userid: 'woU',
      user_ticket: 'ut',
    });
    const { client } = accessTo();
    const page = { redirectUri: 'https://crm.example/', state: 's' };
    expect(client.authorizeUrl(page)).toContain('appid=ww_suite&');
    expect(client.authorizeUrl(page)).not.toContain('agentid');
    expect(await client.getUserInfo('c')).toEqual({
      kind: 'member',
      corpId: 'wp1',
      userId: 'woU',
      openUserId: 'woU',
    });
    expect(last('service/auth/getuserinfo3rd')?.query).toEqual({ code: 'c', suite_access_token: 'token-1' });
    platform.on('service/auth/getuserinfo3rd', { CorpId: 'wp2', UserId: 'woU' });
    await expect(client.getUserInfo('c')).rejects.toMatchObject({ reason: 'other_corp' });
    platform.on('service/auth/getuserinfo3rd', { openid: 'o' });
    expect(await client.getUserInfo('c')).toEqual({
      kind: 'outsider',
      openId: 'o',
      externalUserId: null,
    });
  });
});
