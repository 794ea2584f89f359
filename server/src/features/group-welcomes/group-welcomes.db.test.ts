import type { GroupWelcome } from '@guanxi/shared/group-welcomes';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';

let app: TestApp;
let admin: Browser;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
  admin = await app.signIn('ZhouQiming');
});

afterAll(() => app.stop());

beforeEach(() => {
  app.sim.faults.clear();
  serial += 1;
});

const there = () => [...app.sim.world.corp(app.corp.corpId).groupWelcomes.values()].map((one) => one.content);
const create = (content: object = { text: `欢迎 ${serial}` }) =>
  admin.api<GroupWelcome>('POST', '/group-welcomes', {
    ...{ content, notifiesOwners: false, requestKey: `request-${serial}` },
  });
const shown = async (id: number) =>
  (await admin.api<{ items: GroupWelcome[] }>('GET', '/group-welcomes')).body.items.find(
    (one) => one.id === id,
  );
const made = async (content?: object) => {
  const { body } = await create(content);
  await app.settle();
  return body.id;
};
const textsThere = () => there().map((content) => (content.text as { content: string } | undefined)?.content);

describe('material for groups', () => {
  test('is made at the platform, once for one request', async () => {
    const { body } = await create();
    expect(body).toMatchObject({ state: 'pending', change: 'create' });
    await create();
    await app.settle();
    expect(textsThere().filter((text) => text === `欢迎 ${serial}`)).toHaveLength(1);
    expect(await shown(body.id)).toMatchObject({ state: 'done', change: null });
  });

  test('takes a picture along', async () => {
    const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    const response = await admin.request('/api/media-files?kind=image&name=a.png', {
      ...{ method: 'POST', body: bytes },
    });
    const { id: fileId } = (await response.json()) as { id: number };
    await made({ text: `图 ${serial}`, attachments: [{ kind: 'image', fileId }] });
    expect(there().find((content) => content.image !== undefined)).toMatchObject({
      text: { content: `图 ${serial}` },
    });
  });

  test('is changed and deleted', async () => {
    const id = await made();
    await admin.api('PUT', `/group-welcomes/${id}`, { content: { text: `新的 ${serial}` } });
    await app.settle();
    expect(textsThere()).toContain(`新的 ${serial}`);
    expect(textsThere()).not.toContain(`欢迎 ${serial}`);
    await admin.api('DELETE', `/group-welcomes/${id}`);
    await app.settle();
    expect(textsThere()).not.toContain(`新的 ${serial}`);
    expect(await shown(id)).toBeUndefined();
  });

  test('that is refused says why, and can be sent again', async () => {
    app.sim.faults.add({ path: 'group_welcome_template/add', kind: 'errcode', errcode: 41_055 }, 1);
    const id = await made();
    expect(await shown(id)).toMatchObject({ state: 'failed', failure: { errcode: 41_055 } });
    await admin.api('POST', `/group-welcomes/${id}/retry`, {});
    await app.settle();
    expect(await shown(id)).toMatchObject({ state: 'done', failure: null });
  });

  test('whose answer was lost is not made again without a person asking', async () => {
    app.sim.faults.add({ path: 'group_welcome_template/add', kind: 'cut' }, 1);
    const id = await made();
    app.advance(60);
    await app.settle();
    expect(textsThere()).not.toContain(`欢迎 ${serial}`);
    expect(await shown(id)).toMatchObject({ state: 'failed', failure: { errcode: null } });
    await admin.api('POST', `/group-welcomes/${id}/retry`, {});
    await app.settle();
    expect(textsThere()).toContain(`欢迎 ${serial}`);
  });

  test.each([
    ['a text of more than 3000 bytes', { text: '好'.repeat(1001) }],
    [
      'two attachments',
      {
        text: '',
        attachments: [
          { kind: 'link', title: 'a', url: 'https://example.com/' },
          { kind: 'link', title: 'b', url: 'https://example.com/' },
        ],
      },
    ],
  ])('with %s is refused', async (_name, content) => {
    expect((await create(content)).status).toBe(400);
  });
});
