import type { MediaFile } from '@guanxi/shared/media';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;
let corpId: number;
let serial = 0;

const day = 86_400;
const png = (text: string) => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.from(text)]);

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
  corpId = app.ctx.installations.all()[0]?.corpId ?? 0;
});

afterAll(() => app.stop());

beforeEach(async () => {
  admin = await app.signIn('ZhouQiming');
});

async function upload(text = `picture ${++serial}`): Promise<number> {
  const response = await admin.request(`/api/media-files?kind=image&name=${encodeURIComponent(text)}.png`, {
    ...{ method: 'POST', body: new Uint8Array(png(text)) },
  });
  return ((await response.json()) as MediaFile).id;
}

const welcomeOf = (fileId: number) => ({ text: '你好', attachments: [{ kind: 'image', fileId }] });
const setWelcome = (fileId: number) =>
  admin.api('PUT', '/welcome-messages', { scope: 'corp', targetId: 0, content: welcomeOf(fileId) });

/** Some nights pass with their work. */
async function nights(count: number): Promise<void> {
  for (let night = 0; night < count; night += 1) {
    app.advance(day);
    await app.ctx.scheduler.look();
    await app.settle();
  }
  admin = await app.signIn('ZhouQiming');
}

const kept = async () => (await rowsIn(app.ctx, 'media_file')).map((row) => Number(row.id)).toSorted();

/** Content without its file, or the reverse, is there for nobody. */
async function expectKept(fileIds: readonly number[]): Promise<void> {
  expect(await kept()).toEqual(fileIds.toSorted());
  const contents = await rowsIn(app.ctx, 'media_content');
  expect(contents.map((row) => Number(row.file_id)).toSorted()).toEqual(fileIds.toSorted());
}

test('what a message names stays, and goes a day after the last that named it', async () => {
  const [ofCorp, ofWay, ofGroups, cover, unnamed] = [
    ...[await upload(), await upload(), await upload(), await upload(), await upload()],
  ] as [number, number, number, number, number];
  await setWelcome(ofCorp);
  const [member] = await rowsIn(app.ctx, 'member', "user_id = 'ZhangSan'");
  const way = await admin.api('POST', '/contact-ways', {
    ...{ name: '展位', memberIds: [Number(member?.id)], departmentIds: [], tagIds: [] },
    ...{ skipsVerification: false, welcome: welcomeOf(ofWay), requestKey: 'way-request-1' },
  });
  expect(way.status).toBe(200);
  const groups = await admin.api('POST', '/group-welcomes', {
    content: welcomeOf(ofGroups),
    ...{ notifiesOwners: false, requestKey: 'group-request-1' },
  });
  expect(groups.status).toBe(200);
  const mini = { kind: 'miniprogram', title: '报名', appId: 'wx1', page: '/a', coverFileId: cover };
  const ofMember = await admin.api('PUT', '/welcome-messages', {
    ...{ scope: 'member', targetId: Number(member?.id), content: { text: '', attachments: [mini] } },
  });
  expect(ofMember.status).toBe(200);
  await app.settle();
  await expectKept([ofCorp, ofWay, ofGroups, cover, unnamed]);
  await nights(3);
  await expectKept([ofCorp, ofWay, ofGroups, cover]);
  expect((await admin.api('GET', `/media-files/${unnamed}`)).status).toBe(404);
  const other = await upload();
  await setWelcome(other);
  await nights(2);
  await expectKept([other, ofWay, ofGroups, cover]);
});

test('what was uploaded again, or just put into a message, has its day anew', async () => {
  const again = await upload('again');
  app.advance(20 * 3600);
  admin = await app.signIn('ZhouQiming');
  expect(await upload('again')).toBe(again);
  app.advance(20 * 3600);
  await app.ctx.scheduler.look();
  await app.settle();
  expect(await kept()).toContain(again);
  admin = await app.signIn('ZhouQiming');
  expect((await setWelcome(again)).status).toBe(200);
  await setWelcome(await upload());
  app.advance(20 * 3600);
  await app.ctx.scheduler.look();
  await app.settle();
  expect(await kept()).toContain(again);
  await nights(2);
  expect(await kept()).not.toContain(again);
  expect(await setWelcome(again)).toMatchObject({
    status: 404,
    body: { error: { code: 'media.not_found' } },
  });
});

test('more than fit a batch go in one night, and those of other companies stay', async () => {
  const before = await kept();
  const own: number[] = [];
  for (let index = 0; index < 45; index += 1) {
    own.push(await upload());
  }
  const foreign = own.splice(0, 3);
  for (const table of ['media_file', 'media_content']) {
    const column = table === 'media_file' ? 'id' : 'file_id';
    await app.ctx.database.transaction((db) =>
      db.query(`UPDATE ${table} SET corp_id = ? WHERE ${column} IN (?, ?, ?)`, [corpId + 1000, ...foreign]),
    );
  }
  await nights(2);
  await expectKept([...before, ...foreign]);
  expect(await countIn(app.ctx, 'job', "status = 'dead'")).toBe(0);
});

test('while the history of a former app comes, nothing is removed', async () => {
  const unnamed = await upload();
  const now = app.ctx.now();
  const at = app.ctx.database.dialect === 'mysql' ? now : now.toISOString().replace('T', ' ').slice(0, 23);
  await app.ctx.database.transaction((db) =>
    db.query(
      `INSERT INTO id_conversion (corp_id, from_corp_id, state, proof, found_at, confirmed_at, attempt, step_cursor,
         moved, merged) VALUES (?, ?, 'failed', 'corpid', ?, ?, 1, '', 0, 0)`,
      [corpId, corpId + 1000, at, at],
    ),
  );
  await nights(2);
  expect(await kept()).toContain(unnamed);
  await app.ctx.database.transaction((db) => db.query("UPDATE id_conversion SET state = 'done'"));
  await nights(1);
  expect(await kept()).not.toContain(unnamed);
});
