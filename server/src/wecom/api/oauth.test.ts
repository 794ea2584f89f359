import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const clientOf = () => createTestClient(platform.baseUrl).client;
const last = () => platform.received.at(-1);

describe('login', () => {
  it.each([
    [
      { userid: 'u1', user_ticket: 'ut' },
      { kind: 'member', userId: 'u1' },
    ],
    [{ UserId: 'u1' }, { kind: 'member', userId: 'u1' }],
    [
      { openid: 'o', external_userid: 'wm1' },
      { kind: 'outsider', openId: 'o', externalUserId: 'wm1' },
    ],
    [{ OpenId: 'o' }, { kind: 'outsider', openId: 'o', externalUserId: null }],
  ])('reads who it is from %o', async (answer, expected) => {
    platform.on('auth/getuserinfo', answer);
    expect(await clientOf().getUserInfo('CODE')).toEqual(expected);
    expect(last()?.query).toMatchObject({ code: 'CODE' });
  });

  it('sends a used code back to the login', async () => {
    platform.on('auth/getuserinfo', { errcode: 40029, errmsg: 'invalid code' });
    await expect(clientOf().getUserInfo('CODE')).rejects.toMatchObject({ reaction: 'reauthorise' });
  });

  it('builds the addresses', () => {
    const client = clientOf();
    const page = { redirectUri: 'https://crm.example.com/auth?x=1', state: 'abc' };
    expect(client.authorizeUrl(page)).toBe(
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww_corp&redirect_uri=https%3A%2F%2Fcrm.example.com%2Fauth%3Fx%3D1&response_type=code&scope=snsapi_base&state=abc&agentid=1000002#wechat_redirect',
    );
    expect(() => client.authorizeUrl({ ...page, state: 'a b' })).toThrow(RangeError);
  });
});
