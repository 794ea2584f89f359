import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { encryptBytes, eventXml, type Push, post, sealPush, signPush } from '../../../test/push.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

/** The keys of the platform's own sample, https://developer.work.weixin.qq.com/document/path/91144 */
const keys = {
  corpId: 'wx5823bf96d3bd56c7',
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const officialEcho =
  'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
const echoQuery =
  'msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780';
const officialPost =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';
const postQuery =
  'msg_signature=477715d11cdb4164915debcba66cb864d751f3e6&timestamp=1409659813&nonce=1372623149';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ corps: [keys] });
});

afterAll(() => app.stop());

const inbox = () => countIn(app.ctx, 'inbox_event');
let serial = 0;
/** A plaintext nobody has sent before. */
const freshEvent = () =>
  eventXml(keys, { CreateTime: 1763600000, Event: 'something_new', EventKey: `key-${++serial}` });

describe('the official samples', () => {
  test('the address is verified', async () => {
    const echo = encodeURIComponent(officialEcho);
    const answer = await fetch(`${app.url}/wecom/callback/${keys.corpId}?${echoQuery}&echostr=${echo}`);
    expect([answer.status, await answer.text()]).toEqual([200, '1616140317555161061']);
    expect(answer.headers.get('content-type')).toContain('text/plain');
  });

  test('the message is taken, and is kept sealed', async () => {
    const body = `<xml><ToUserName><![CDATA[${keys.corpId}]]></ToUserName><AgentID><![CDATA[218]]></AgentID><Encrypt><![CDATA[${officialPost}]]></Encrypt></xml>`;
    const before = await inbox();
    expect(await post(app, keys.corpId, { query: postQuery, body })).toEqual({ status: 200, code: '' });
    const rows = await rowsIn(app.ctx, 'inbox_event');
    expect(rows).toHaveLength(before + 1);
    const sealed = rows.at(-1)?.sealed as Buffer;
    expect(sealed.includes('hello')).toBe(false);
    expect(app.ctx.keyring.open(sealed)).toContain('<Content><![CDATA[hello]]></Content>');
  });
});

describe('a genuine push', () => {
  test('of an unknown event is kept and marked as handled', async () => {
    const before = await inbox();
    expect(await post(app, keys.corpId, sealPush(keys, freshEvent()))).toMatchObject({ status: 200 });
    expect(await inbox()).toBe(before + 1);
    await app.settle();
    expect((await rowsIn(app.ctx, 'inbox_event')).every((row) => row.handled_at !== null)).toBe(true);
    expect(await countIn(app.ctx, 'job')).toBe(0);
  });

  test('three times, each time encrypted anew, is kept once', async () => {
    const before = await inbox();
    const plaintext = freshEvent();
    for (let time = 0; time < 3; time += 1) {
      expect(await post(app, keys.corpId, sealPush(keys, plaintext))).toMatchObject({ status: 200 });
    }
    expect(await inbox()).toBe(before + 1);
  });

  test('three times at once is kept once', async () => {
    const before = await inbox();
    const plaintext = freshEvent();
    const answers = await Promise.all([1, 2, 3].map(() => post(app, keys.corpId, sealPush(keys, plaintext))));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await inbox()).toBe(before + 1);
  });

  test('with ids far longer than the platform gives is kept', async () => {
    const before = await inbox();
    const plaintext = eventXml(keys, {
      ...{ CreateTime: 1763600000, Event: 'change_external_contact', ChangeType: 'edit_external_contact' },
      ...{ UserID: 'u'.repeat(200), ExternalUserID: 'w'.repeat(200) },
    });
    expect(await post(app, keys.corpId, sealPush(keys, plaintext))).toMatchObject({ status: 200 });
    expect(await inbox()).toBe(before + 1);
  });

  test('more waiting events of one subject than one run takes are all handled', async () => {
    const pushes = Array.from({ length: 520 }, () => sealPush(keys, freshEvent()));
    for (let start = 0; start < pushes.length; start += 130) {
      await Promise.all(pushes.slice(start, start + 130).map((push) => post(app, keys.corpId, push)));
    }
    await app.settle();
    expect(await countIn(app.ctx, 'inbox_event', "handled_at IS NULL AND subject = 'corp'")).toBe(0);
  });
});

describe('what is not from the platform', () => {
  let before: number;
  beforeEach(async () => {
    before = await inbox();
  });

  const good = () => sealPush(keys, freshEvent());
  const withQuery = (change: (query: string) => string): Push => {
    const push = good();
    return { ...push, query: change(push.query) };
  };
  const layout = (parts: { length: number; receiveId?: string; padding: number[] }) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(parts.length);
    const receiver = Buffer.from(parts.receiveId ?? keys.corpId);
    return Buffer.concat([
      Buffer.alloc(16, 65),
      length,
      Buffer.from('hello'),
      receiver,
      Buffer.from(parts.padding),
    ]);
  };
  const raw = (parts: Parameters<typeof layout>[0]) => signPush(keys, encryptBytes(keys, layout(parts)));
  // 16 + 4 + 5 + 18 = 43 bytes: 21 bytes of padding are due.
  const padding: number[] = Array(21).fill(21);
  const wrapped = (body: string): Push => ({ ...good(), body });
  const entities = Array.from({ length: 12 }, (_, index) => {
    const inner = index === 0 ? 'lol' : `&e${index - 1};`.repeat(10);
    return `<!ENTITY e${index} "${inner}">`;
  }).join('');

  test.each<[string, number, string, () => Push]>([
    ['a wrong signature', 403, 'callback.bad_signature', () => withQuery((q) => q.replace(/=./, '=z'))],
    [
      'a later timestamp',
      403,
      'callback.bad_signature',
      () => withQuery((q) => q.replace('1763600000', '1763600001')),
    ],
    [
      'the signature of another push',
      403,
      'callback.bad_signature',
      () => ({ ...good(), query: good().query }),
    ],
    [
      'no signature',
      400,
      'callback.bad_request',
      () => withQuery((q) => q.replace(/msg_signature=\w+&/, '')),
    ],
    [
      'no timestamp',
      400,
      'callback.bad_request',
      () => withQuery((q) => q.replace('&timestamp=1763600000', '')),
    ],
    ['no nonce', 400, 'callback.bad_request', () => withQuery((q) => q.replace('&nonce=nonce', ''))],
    ['no query at all', 400, 'callback.bad_request', () => withQuery(() => '')],
    ['a parameter twice', 400, 'callback.bad_request', () => withQuery((q) => `${q}&nonce=nonce`)],
    ['a broken escape', 400, 'callback.bad_request', () => withQuery((q) => `${q}&x=%E0%A4%A`)],
    ['bad padding', 400, 'callback.bad_cipher', () => raw({ length: 5, padding: Array(21).fill(33) })],
    [
      'a wrong byte in the padding',
      400,
      'callback.bad_cipher',
      () => raw({ length: 5, padding: [1, ...padding.slice(1)] }),
    ],
    ['an inner length of 4 GiB', 400, 'callback.bad_cipher', () => raw({ length: 0xffffffff, padding })],
    [
      'an inner length that eats the receiver',
      403,
      'callback.wrong_receiver',
      () => raw({ length: 6, padding }),
    ],
    [
      'another receiver',
      403,
      'callback.wrong_receiver',
      () => sealPush(keys, freshEvent(), 'ww7c1e04b95d2f8a36'),
    ],
    ['no receiver', 403, 'callback.wrong_receiver', () => sealPush(keys, freshEvent(), '')],
    [
      "another corp's message inside",
      403,
      'callback.wrong_receiver',
      () => sealPush(keys, eventXml({ ...keys, corpId: 'ww7c1e04b95d2f8a36' }, { Event: 'x' })),
    ],
    [
      'a cipher text cut at a block',
      400,
      'callback.bad_cipher',
      () => signPush(keys, Buffer.from(officialPost, 'base64').subarray(0, -16).toString('base64')),
    ],
    ['no base64', 400, 'callback.bad_cipher', () => signPush(keys, '****')],
    ['a truncated body', 400, 'callback.bad_request', () => wrapped(good().body.slice(0, 200))],
    ['an empty body', 400, 'callback.bad_request', () => wrapped('')],
    ['JSON', 400, 'callback.bad_request', () => wrapped('{"a":1}')],
    ['no XML', 400, 'callback.bad_request', () => wrapped('hello')],
    ['no Encrypt', 400, 'callback.bad_request', () => wrapped('<xml><A>1</A></xml>')],
    [
      'a DTD around',
      400,
      'callback.bad_request',
      () =>
        wrapped(`<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Encrypt>&x;</Encrypt></xml>`),
    ],
    [
      'an entity bomb around',
      400,
      'callback.bad_request',
      () => wrapped(`<!DOCTYPE xml [${entities}]><xml><Encrypt>&e11;</Encrypt></xml>`),
    ],
    [
      'an entity bomb inside',
      400,
      'callback.bad_request',
      () => sealPush(keys, `<!DOCTYPE xml [${entities}]><xml><Event>&e11;</Event></xml>`),
    ],
    ['no document inside', 400, 'callback.bad_request', () => sealPush(keys, 'hello')],
    ['a body of more than 256 KiB', 413, 'request.too_large', () => wrapped('x'.repeat(256 * 1024 + 1))],
  ])('%s: %i %s, and nothing is kept', async (_name, status, code, make) => {
    expect(await post(app, keys.corpId, make())).toEqual({ status, code });
    expect(await inbox()).toBe(before);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  test('a body of more than 256 KiB without a length: 413', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 5; part += 1) {
          controller.enqueue(Buffer.alloc(64 * 1024, 120));
        }
        controller.close();
      },
    });
    const response = await fetch(`${app.url}/wecom/callback/${keys.corpId}?${good().query}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await inbox()).toBe(before);
  });

  test.each(['ww7c1e04b95d2f8a36', 'WX5823BF96D3BD56C7', '__proto__', '%00', '..%2f..'])(
    'a push for the corp %s, which nobody installed: 404',
    async (corpId) => {
      expect(await post(app, corpId, good())).toEqual({ status: 404, code: 'session.corp_unknown' });
      expect(await inbox()).toBe(before);
    },
  );

  test.each(['PUT', 'PATCH', 'DELETE'])('%s: 405', async (method) => {
    const response = await fetch(`${app.url}/wecom/callback/${keys.corpId}?${good().query}`, { method });
    expect(response.status).toBe(405);
    expect(await inbox()).toBe(before);
  });

  test.each([
    ['without echostr', `${echoQuery}`, 400],
    [
      'with a changed echostr',
      `${echoQuery}&echostr=${encodeURIComponent(`A${officialEcho.slice(1)}`)}`,
      403,
    ],
    ['without a signature', `echostr=${encodeURIComponent(officialEcho)}`, 400],
  ])('a check of the address %s is refused', async (_name, query, status) => {
    const response = await fetch(`${app.url}/wecom/callback/${keys.corpId}?${query}`);
    expect(response.status).toBe(status);
  });

  test('no refusal was taken for a fault of the server', () => {
    expect(app.log.lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
