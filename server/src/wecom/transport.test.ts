import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, startTestPlatform, type TestPlatform } from './testing/platform.ts';
import { createTransport, type TransportLogEntry, type TransportRequest } from './transport.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const request: TransportRequest = {
  api: 'user/get',
  method: 'GET',
  query: { userid: 'a+b/ü', absent: undefined },
  secretQuery: { access_token: 'S3CRET' },
};

describe('transport', () => {
  it.each(['', '/', '/cgi-bin', '/cgi-bin/'])(
    'builds the address from a base ending in "%s"',
    async (end) => {
      platform.on('user/get', { errcode: 0, name: 'x' });
      const transport = createTransport({ baseUrl: platform.baseUrl + end });
      expect(await transport.request(request)).toMatchObject({ name: 'x' });
      expect(platform.received[0]).toMatchObject({ query: { userid: 'a+b/ü', access_token: 'S3CRET' } });
      expect(platform.received[0]?.query).not.toHaveProperty('absent');
    },
  );

  it('takes an answer without errcode for a success', async () => {
    platform.on('user/get', { name: 'x' });
    expect(await createTransport({ baseUrl: platform.baseUrl }).request(request)).toEqual({ name: 'x' });
  });

  it.each<[string, Answer, object]>([
    [
      'a refusal',
      { errcode: 60111, errmsg: 'S3CRET not found, hint: [1_2]' },
      { errcode: 60111, hint: '1_2' },
    ],
    ['an errcode in text', { errcode: '40014', errmsg: 'x' }, { errcode: 40014 }],
    ['silence', 'hang', { reason: 'timeout', transient: true }],
    ['a cut connection', 'cut', { reason: 'network', transient: true }],
    ['HTTP 502', { status: 502, text: '<html>' }, { reason: 'http_status', status: 502, transient: true }],
    ['HTTP 404', { status: 404, text: '' }, { reason: 'http_status', status: 404, transient: false }],
    ['a redirect', { status: 302, text: '' }, { reason: 'http_status', status: 302, transient: false }],
    ['HTML', { status: 200, text: '<html>' }, { reason: 'not_json', transient: true }],
    ['an errcode that is none', { errcode: 'x' }, { reason: 'unexpected_shape', transient: false }],
    ['a JSON list', { status: 200, text: '[]' }, { reason: 'not_json' }],
  ])('maps %s, and shows no token', async (_name, answer, expected) => {
    platform.on('user/get', answer);
    const entries: TransportLogEntry[] = [];
    const transport = createTransport({
      baseUrl: platform.baseUrl,
      timeoutMs: 100,
      log: (entry) => entries.push(entry),
    });
    const error = await transport.request(request).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ api: 'user/get', ...expected });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('S3CRET');
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('S3CRET');
  });

  it('does not carry the token along a redirect', async () => {
    platform.on('user/get', { status: 307, text: '', location: '/cgi-bin/elsewhere?access_token=S3CRET' });
    const transport = createTransport({ baseUrl: platform.baseUrl });
    await expect(transport.request(request)).rejects.toMatchObject({ reason: 'http_status', status: 307 });
    expect(platform.count('elsewhere')).toBe(0);
  });

  it('gives up when the caller does', async () => {
    platform.on('user/get', 'hang');
    const transport = createTransport({ baseUrl: platform.baseUrl });
    const error = await transport
      .request({ ...request, signal: AbortSignal.timeout(30) })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ reason: 'aborted', transient: false });
  });

  it('tells how far the platform’s clock is ahead, once it answered', async () => {
    const date = new Date(Date.UTC(2026, 10, 22, 4, 0, 10));
    const fetch = async () => new Response('{"errcode":0}', { headers: { date: date.toUTCString() } });
    const transport = createTransport({ fetch, now: () => Date.UTC(2026, 10, 22, 4, 0, 0) });
    expect(transport.skewMs()).toBeNull();
    await transport.request(request);
    expect(transport.skewMs()).toBe(10_500);
  });

  it('reports a closed port as network trouble', async () => {
    const transport = createTransport({ baseUrl: 'http://127.0.0.1:9' });
    const error = await transport.request(request).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ reason: 'network' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('S3CRET');
  });
});
