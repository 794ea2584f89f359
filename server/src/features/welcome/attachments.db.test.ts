import type { MediaFile } from '@guanxi/shared/media';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;
let serial = 0;

const png = (text: string) => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from(text)]);

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  serial += 1;
  admin = await app.signIn('ZhouQiming');
});

async function upload(kind: string, bytes: Buffer, name = `文件${serial}.png`) {
  const response = await admin.request(`/api/media-files?kind=${kind}&name=${encodeURIComponent(name)}`, {
    ...{ method: 'POST', body: new Uint8Array(bytes) },
  });
  return {
    status: response.status,
    body: (await response.json()) as MediaFile & { error?: { code: string } },
  };
}
const picture = async () => (await upload('image', png(`picture ${serial}`))).body.id;
const setWelcome = (content: object) =>
  admin.api('PUT', '/welcome-messages', { scope: 'corp', targetId: 0, content });
const meet = async () => {
  const { externalUserId } = app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan' });
  await app.settle();
  return app.sim.world
    .corp(app.corp.corpId)
    .chats.messages('ZhangSan', externalUserId)
    .filter((message) => message.from === 'member')
    .map((message) => message.text);
};
const callsOf = (path: string) => app.sim.requests.filter((request) => request.path.endsWith(path)).length;
const newestSend = async () => (await rowsIn(app.ctx, 'welcome_send')).at(-1);

describe('a file', () => {
  test.each([
    ['a picture that is none', 'image', Buffer.from('<svg>no</svg>'), 400, 'media.not_an_image'],
    ['a video that is none', 'video', png('picture'), 400, 'media.not_a_video'],
    ['nothing', 'file', Buffer.alloc(0), 400, 'media.too_small'],
    ['more than 10 MB', 'file', Buffer.alloc(10 * 1024 * 1024 + 1), 413, 'request.too_large'],
  ])('of %s is refused', async (_name, kind, bytes, status, code) => {
    const answer = await upload(kind, bytes);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  test('larger than the limit of JSON is kept whole', async () => {
    const bytes = png('x'.repeat(3 * 1024 * 1024));
    const { body } = await upload('image', bytes);
    const response = await admin.request(`/api/media-files/${body.id}/content`);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(response.headers.get('content-type')).toBe('image/png');
  });

  test('sent twice is kept once', async () => {
    expect((await upload('image', png('same'), '同一张.png')).body.id).toBe(
      (await upload('image', png('same'), '同一张.png')).body.id,
    );
  });

  test('of another kind than the attachment says is refused', async () => {
    const fileId = await picture();
    const answer = await setWelcome({ text: '', attachments: [{ kind: 'video', fileId }] });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'media.not_found' } } });
  });
});

describe('a welcome with files', () => {
  test('is ready before anybody comes, and goes out without an upload', async () => {
    const uploads = callsOf('media/upload');
    await setWelcome({ text: '你好', attachments: [{ kind: 'image', fileId: await picture() }] });
    await app.settle();
    expect(callsOf('media/upload')).toBe(uploads + 1);
    expect(await meet()).toEqual(['你好', '[image]']);
    expect(callsOf('media/upload')).toBe(uploads + 1);
  });

  test('keeps its ids fresh for as long as it stands', async () => {
    const fileId = await picture();
    await setWelcome({ text: '你好', attachments: [{ kind: 'image', fileId }] });
    await app.settle();
    const idOf = async () => (await rowsIn(app.ctx, 'media_file', `id = ${fileId}`))[0]?.media_id;
    const first = await idOf();
    app.advance(2.6 * 86_400);
    await app.settle();
    const second = await idOf();
    expect(second).not.toBe(first);
    admin = await app.signIn('ZhouQiming');
    await setWelcome({ text: '只有文字' });
    app.advance(6 * 86_400);
    await app.settle();
    expect(await idOf()).toBe(second);
    expect(await countIn(app.ctx, 'job', "name = 'keep-media-fresh'")).toBe(0);
  });

  test('whose id the platform forgot is uploaded anew, once', async () => {
    await setWelcome({ text: '你好', attachments: [{ kind: 'image', fileId: await picture() }] });
    await app.settle();
    const uploads = callsOf('media/upload');
    app.sim.faults.add({ path: 'send_welcome_msg', kind: 'errcode', errcode: 40_007 }, 1);
    expect(await meet()).toEqual(['你好', '[image]']);
    app.sim.faults.add({ path: 'send_welcome_msg', kind: 'errcode', errcode: 40_007 });
    expect(await meet()).toEqual([]);
    expect(callsOf('media/upload')).toBe(uploads + 2);
    expect(await newestSend()).toMatchObject({ state: 'not_sent', errcode: 40_007 });
  });

  test('goes out without a file that cannot be brought to the platform, and says so', async () => {
    app.sim.faults.add({ path: 'media/upload', kind: 'errcode', errcode: 45_009 });
    await setWelcome({ text: '你好', attachments: [{ kind: 'image', fileId: await picture() }] });
    expect(await meet()).toEqual(['你好']);
    expect(await newestSend()).toMatchObject({ state: 'sent', reason: 'without_attachments' });
    app.sim.faults.clear();
  });

  test('shows a link with the picture that the platform keeps', async () => {
    const pictureFileId = await picture();
    await setWelcome({
      text: '',
      attachments: [{ kind: 'link', title: '产品册', url: 'https://example.com/', pictureFileId }],
    });
    await app.settle();
    expect(await meet()).toEqual(['[link]']);
    const [row] = await rowsIn(app.ctx, 'media_file', `id = ${pictureFileId}`);
    expect(String(row?.picture_url)).toContain('/wwpic/');
  });
});
