import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REACTION_TABLE } from './reactions.ts';
import { createTestClient } from './testing/client.ts';
import { type Answer, startTestPlatform, type TestPlatform } from './testing/platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const API = 'externalcontact/get_follow_user_list';
const ok: Answer = { errcode: 0, errmsg: 'ok', follow_user: ['u1'] };
const refused = (errcode: number): Answer => ({ errcode, errmsg: 'no', follow_user: [] });
const codesOf = (reaction: string) =>
  REACTION_TABLE.filter((row) => row.reaction === reaction).flatMap((row) => row.codes.flat());

describe('a void token', () => {
  it.each(codesOf('refreshToken'))('%i: is replaced once, and the call repeated once', async (errcode) => {
    platform.on(API, refused(errcode), ok);
    const { client } = createTestClient(platform.baseUrl);
    expect(await client.listFollowUsers()).toEqual(['u1']);
    expect(platform.count('gettoken')).toBe(2);
    const used = platform.received.filter((call) => call.api === API).map((call) => call.query.access_token);
    expect(used).toEqual(['token-1', 'token-2']);
  });

  it('is an error when the new one is void, too', async () => {
    platform.on(API, refused(40014));
    const { client } = createTestClient(platform.baseUrl);
    await expect(client.listFollowUsers()).rejects.toMatchObject({ errcode: 40014 });
    expect(platform.count(API)).toBe(2);
    expect(platform.count('gettoken')).toBe(2);
  });

  it('is replaced once for 50 concurrent callers', async () => {
    platform.on(API, (call) => (call.query.access_token === 'token-1' ? refused(42001) : ok));
    const { client } = createTestClient(platform.baseUrl);
    const results = await Promise.all(Array.from({ length: 50 }, () => client.listFollowUsers()));
    expect(results.flat()).toHaveLength(50);
    expect(platform.count('gettoken')).toBe(2);
  });

  it('is also replaced where the caller forbids retries', async () => {
    platform.on(API, refused(42001), ok);
    const { client } = createTestClient(platform.baseUrl);
    expect(await client.listFollowUsers({ retry: 'none' })).toEqual(['u1']);
  });
});

describe('trouble that passes', () => {
  const troubles: [string, Answer][] = [
    ...codesOf('retry').map((code): [string, Answer] => [String(code), refused(code)]),
    ['cut', 'cut'],
    ['HTTP 500', { status: 500, text: '' }],
    ['no JSON', { status: 200, text: 'busy' }],
  ];

  it.each(troubles)('%s: is tried again with growing pauses', async (_name, trouble) => {
    platform.on(API, trouble, trouble, trouble, ok);
    const { client, pausesMs } = createTestClient(platform.baseUrl);
    expect(await client.listFollowUsers()).toEqual(['u1']);
    expect(pausesMs).toEqual([200, 400, 800]);
  });

  it('is given up after three retries', async () => {
    platform.on(API, refused(-1));
    const { client } = createTestClient(platform.baseUrl);
    await expect(client.listFollowUsers()).rejects.toMatchObject({ errcode: -1, reaction: 'retry' });
    expect(platform.count(API)).toBe(4);
  });

  it('is final where the caller says so', async () => {
    platform.on(API, refused(-1));
    const { client } = createTestClient(platform.baseUrl);
    await expect(client.listFollowUsers({ retry: 'none' })).rejects.toMatchObject({ errcode: -1 });
    expect(platform.count(API)).toBe(1);
  });

  it('spreads the pauses', async () => {
    platform.on(API, refused(-1), refused(-1), ok);
    const { client, pausesMs } = createTestClient(platform.baseUrl, { client: { random: () => 0 } });
    await client.listFollowUsers();
    expect(pausesMs).toEqual([100, 200]);
  });

  it('ends with the failure itself when the caller cuts the pause short', async () => {
    platform.on(API, refused(-1));
    const sleep = () => Promise.reject(new Error('aborted'));
    const { client } = createTestClient(platform.baseUrl, { client: { sleep } });
    await expect(client.listFollowUsers()).rejects.toMatchObject({ errcode: -1 });
  });

  it('survives a busy platform when the token itself is fetched', async () => {
    platform.on('gettoken', refused(-1), { access_token: 't', expires_in: 7200 });
    platform.on(API, ok);
    const { client } = createTestClient(platform.baseUrl);
    expect(await client.listFollowUsers()).toEqual(['u1']);
  });
});

describe('everything else', () => {
  const final = ['backOff', 'stop', 'configuration', 'subjectGone', 'reauthorise', 'drop'];
  const cases = final.flatMap((reaction) => codesOf(reaction).map((errcode) => ({ errcode, reaction })));

  it.each(cases)('$errcode: thrown at once as $reaction', async ({ errcode, reaction }) => {
    platform.on(API, refused(errcode));
    const { client, pausesMs } = createTestClient(platform.baseUrl);
    await expect(client.listFollowUsers()).rejects.toMatchObject({ api: API, errcode, reaction });
    expect(platform.count(API)).toBe(1);
    expect(platform.count('gettoken')).toBe(1);
    expect(pausesMs).toEqual([]);
  });

  it('asks for a token with a wrong secret once only', async () => {
    platform.on('gettoken', { errcode: 40001, errmsg: 'invalid credential app-secret' });
    const { client } = createTestClient(platform.baseUrl);
    const error = await client.listFollowUsers().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ api: 'gettoken', errcode: 40001, reaction: 'configuration' });
    expect(String(error)).not.toContain('app-secret');
    expect(platform.count('gettoken')).toBe(1);
  });

  it('names the place of an answer that does not fit, and no values', async () => {
    platform.on('externalcontact/get', { errcode: 0, external_contact: { name: '王小明' } });
    const { client } = createTestClient(platform.baseUrl);
    const error = await client.getExternalContact('wm1').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ reason: 'unexpected_shape', transient: false });
    expect(String(error)).toContain('external_contact.external_userid');
    expect(String(error)).not.toContain('王小明');
  });
});
