import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCustomizedAccess } from '../access.ts';
import { capabilitiesFromPermissions, capabilitiesOf } from '../capabilities.ts';
import { createCorpClient } from '../client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { createTokenHolder } from '../tokens/holder.ts';
import { createMemoryTokenStore } from '../tokens/store.ts';
import { createTransport } from '../transport.ts';
import { createProviderClient } from './provider.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const last = (api: string) => platform.received.filter((call) => call.api === api).at(-1);

function setUp() {
  const transport = createTransport({ baseUrl: platform.baseUrl, timeoutMs: 2000 });
  const tokens = createTokenHolder({ store: createMemoryTokenStore() });
  const provider = createProviderClient({
    corpId: 'ww_provider',
    providerSecret: 'SECRET',
    transport,
    tokens,
    sleep: async () => {},
  });
  return { provider, transport, tokens };
}

describe('a provider', () => {
  it('has a token of its own', async () => {
    platform.on('service/corpid_to_opencorpid', { open_corpid: 'wp1' });
    const { provider } = setUp();
    expect(await provider.getOpenCorpId('ww_corp')).toBe('wp1');
    expect(last('service/get_provider_token')?.body).toEqual({
      corpid: 'ww_provider',
      provider_secret: 'SECRET',
    });
    expect(last('service/corpid_to_opencorpid')).toMatchObject({
      query: { provider_access_token: 'token-1' },
      body: { corpid: 'ww_corp' },
    });
  });

  it('asks corps to have an app made', async () => {
    platform.on('service/get_customized_auth_url', { qrcode_url: 'https://q', expires_in: 864_000 });
    const { provider } = setUp();
    const url = await provider.getCustomizedAuthUrl({ state: 's', templateIds: ['dk1'] });
    expect(url).toEqual({ url: 'https://q', expiresInSeconds: 864_000 });
    expect(last('service/get_customized_auth_url')?.body).toEqual({ state: 's', templateid_list: ['dk1'] });
  });

  it.each([
    ['of an app made for the corp', '1000003', { agentid: 1_000_003, openid_type: [1, 3] }],
    ['of all third-party apps', null, { openid_type: [1, 3] }],
  ])('upgrades the ids %s', async (_name, agentId, sent) => {
    platform.on('service/finish_openid_migration', {});
    const { provider } = setUp();
    await provider.finishIdMigration({ corpId: 'ww_corp', agentId, members: true, customers: true });
    expect(last('service/finish_openid_migration')?.body).toEqual({ corpid: 'ww_corp', ...sent });
  });

  it('upgrades only what is asked for', async () => {
    platform.on('service/finish_openid_migration', {});
    const { provider } = setUp();
    await provider.finishIdMigration({ corpId: 'wp_corp', agentId: '7', members: false, customers: true });
    expect(last('service/finish_openid_migration')?.body).toMatchObject({ openid_type: [3] });
  });

  it('reads licences', async () => {
    platform.on('license/get_app_license_info', {
      license_status: 1,
      trail_info: { start_time: 1_700_000_000, end_time: 1_700_086_400 },
      license_check_time: 1_700_086_400,
    });
    platform.on('license/get_active_info_by_user', {
      active_status: 1,
      active_info_list: [
        { active_code: 'a', type: 1, userid: 'u1', active_time: 1_700_000_000, expire_time: 1_800_000_000 },
        { active_code: 'b', type: 2, active_time: 1_700_000_000, expire_time: 1_800_000_000 },
      ],
    });
    const { provider } = setUp();
    const day = new Date(1_700_086_400_000);
    expect(await provider.getAppLicence({ corpId: 'wp1', suiteId: 'ww_suite' })).toEqual({
      status: 1,
      trial: { from: new Date(1_700_000_000_000), until: day },
      checkedFrom: day,
    });
    const licence = await provider.getMemberLicence({ corpId: 'wp1', userId: 'u1' });
    expect(licence.accounts.map((account) => account.kind)).toEqual(['base', 'interop']);
    expect(licence.accounts[1]).toMatchObject({ activeCode: 'b', userId: 'u1' });
  });
});

it('an app made from a template uses its permanent code as secret, and the corp’s own logins', async () => {
  const { transport, tokens } = setUp();
  const access = createCustomizedAccess({
    corpId: 'wp1',
    agentId: '7',
    templateId: 'dk1',
    permanentCode: 'perm',
    transport,
    tokens,
  });
  const client = createCorpClient({ access, transport, tokens, sleep: async () => {} });
  platform.on('auth/getuserinfo', { userid: 'u1' });
  expect(await client.getUserInfo('c')).toEqual({ kind: 'member', userId: 'u1' });
  expect(last('gettoken')?.query).toEqual({ corpid: 'wp1', corpsecret: 'perm' });
  const page = { redirectUri: 'https://crm.example/', state: 's' };
  expect(client.authorizeUrl(page)).toMatch(/appid=wp1&.*agentid=7#wechat_redirect$/);
  expect(access).toMatchObject({ mode: 'customized', suiteId: 'dk1' });
});

describe('capabilities', () => {
  it.each([
    ['self-built', true, 'corp', false],
    ['customized', false, 'provider', true],
    ['suite', false, 'provider', true],
  ] as const)('%s: sees names and phones %s, ids of the %s, licence %s', (mode, sees, ids, licence) => {
    expect(capabilitiesOf(mode)).toMatchObject({
      seesMemberNames: sees,
      seesMobiles: sees,
      seesAvatars: sees,
      externalIds: ids,
      needsLicence: licence,
    });
  });

  it.each([
    ['customized', true],
    ['suite', false],
  ] as const)('%s: a grant of names counts %s', (mode, sees) => {
    const known = capabilitiesFromPermissions(mode, [
      'contact:sensitive:user_name',
      'externalcontact:contact:tag',
    ]);
    expect(capabilitiesOf(mode, known)).toMatchObject({
      seesMemberNames: sees,
      seesDepartmentNames: false,
      editsTags: true,
      sendsWelcome: false,
      handsOver: false,
    });
  });
});
