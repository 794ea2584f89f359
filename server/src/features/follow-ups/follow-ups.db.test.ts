import type { CustomerCard } from '@guanxi/shared/customers';
import type { FollowUp } from '@guanxi/shared/follow-ups';
import type { TimelinePage } from '@guanxi/shared/timeline';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn } from '../../../test/rows.ts';

let app: TestApp;
let rep: Browser;
let externalUserId: string;
let customerId: number;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

beforeEach(async () => {
  rep = await app.signIn('ZhangSan');
  serial += 1;
  const adding = { userId: 'ZhangSan', customer: { name: `客户${serial}` } };
  externalUserId = app.sim.act.customerAdds(app.corp.corpId, adding).externalUserId;
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'SunHao', externalUserId });
  await app.settle();
  customerId = (await rep.card(externalUserId)).customer.id;
});

const inHours = (hours: number) => new Date(app.sim.clock.now() + hours * 3_600_000).toISOString();
const input = (more: object = {}) => ({
  method: 'phone',
  text: '聊了报价',
  requestKey: `key-${Math.random()}`,
  ...more,
});
const create = (more: object = {}, browser = rep) =>
  browser.api<FollowUp>('POST', `/customers/${customerId}/follow-ups`, input(more));
const card = (): Promise<CustomerCard> => rep.card(externalUserId);
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { error?: { code: string } }).error?.code,
];

describe('writing', () => {
  test('a follow-up puts it on the card and plans the next step', async () => {
    const nextAt = inHours(48);
    const { status, body } = await create({ outcome: 'price_change', text: '  要降价 \n ', nextAt });
    expect([status, body]).toMatchObject([
      200,
      { text: '要降价', outcome: 'price_change', nextAt, editedAt: null, author: { name: '张三' } },
    ]);
    const shown = await card();
    expect(shown.nextStep).toMatchObject({ followUpId: body.id, at: nextAt, isOverdue: false });
    expect(shown.timeline.items[0]).toMatchObject({ kind: 'follow_up', followUp: { id: body.id } });
  });

  test('the same request again writes nothing and answers the same', async () => {
    const requestKey = 'the-same-request';
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => create({ requestKey })));
    expect(others.map((answer) => answer.body)).toEqual([first?.body, first?.body]);
    expect((await create({ requestKey, text: '别的' })).body.text).toBe('聊了报价');
    const kinds = (await card()).timeline.items.filter((entry) => entry.kind === 'follow_up');
    expect(kinds).toHaveLength(1);
  });

  test('two authors may choose the same key', async () => {
    const colleague = await app.signIn('SunHao');
    const requestKey = 'chosen-by-two';
    const [one, two] = [await create({ requestKey }), await create({ requestKey }, colleague)];
    expect(one.body.id).not.toBe(two.body.id);
  });

  test('a newer one without a date means that nothing is planned any more', async () => {
    await create({ nextAt: inHours(24) });
    app.advance(1);
    await create();
    expect((await card()).nextStep).toBeNull();
  });

  test.each([
    ['no text', { text: '' }],
    ['blank text', { text: ' \n\t ' }],
    ['too much text', { text: '长'.repeat(1001) }],
    ['an unknown method', { method: 'pigeon' }],
    ['no key', { requestKey: undefined }],
    ['a key that is too short', { requestKey: 'short' }],
    ['a date that is none', { nextAt: 'tomorrow' }],
    ['an outcome that is unknown', { outcome: 'married' }],
  ])('is refused with %s', async (_name, more) => {
    const answer = await create(more);
    expect(codeOf(answer)).toEqual([400, 'request.invalid']);
    expect(await countIn(app.ctx, 'follow_up', `customer_id = ${customerId}`)).toBe(0);
  });

  test('any Unicode of the longest length comes back as it was', async () => {
    const text = '👩‍🔧é汉'.repeat(120);
    expect((await create({ text })).body.text).toBe(text);
  });

  test('a date in the past is refused, one a minute ago is not', async () => {
    expect(codeOf(await create({ nextAt: inHours(-1) }))).toEqual([400, 'follow_up.next_in_past']);
    expect((await create({ nextAt: inHours(-1 / 60) })).status).toBe(200);
  });
});

describe('changing', () => {
  const change = (id: number, browser = rep, more: object = {}) =>
    browser.api<FollowUp>('PUT', `/follow-ups/${id}`, { method: 'visit', text: '改过', ...more });

  test('its author may, and it says when', async () => {
    const { body } = await create();
    app.advance(60);
    const changed = await change(body.id);
    expect(changed.body).toMatchObject({ method: 'visit', text: '改过', createdAt: body.createdAt });
    expect(changed.body.editedAt).not.toBeNull();
  });

  test('a colleague who sees it may not, and is not offered to', async () => {
    const { body } = await create();
    const colleague = await app.signIn('SunHao');
    expect(codeOf(await change(body.id, colleague))).toEqual([403, 'follow_up.not_author']);
    expect(codeOf(await colleague.api('DELETE', `/follow-ups/${body.id}`))[0]).toBe(403);
    const [entry] = (await colleague.card(externalUserId)).timeline.items;
    expect(entry).toMatchObject({ followUp: { id: body.id, editableUntil: null } });
  });

  test('a member who may not see the customer learns nothing of it', async () => {
    const { body } = await create();
    const stranger = await app.signIn('LiSi');
    for (const answer of [
      await change(body.id, stranger),
      await stranger.api('DELETE', `/follow-ups/${body.id}`),
      await stranger.api('POST', `/follow-ups/${body.id}/restore`),
      await change(999_999, stranger),
    ]) {
      expect(codeOf(answer)).toEqual([404, 'follow_up.not_found']);
    }
  });

  test('ends after 24 hours', async () => {
    const { body } = await create();
    app.advance(24 * 3600 - 30);
    rep = await app.signIn('ZhangSan');
    expect((await change(body.id)).status).toBe(200);
    app.advance(60);
    expect(codeOf(await change(body.id))).toEqual([409, 'follow_up.locked']);
    expect(codeOf(await rep.api('DELETE', `/follow-ups/${body.id}`))).toEqual([409, 'follow_up.locked']);
    expect((await card()).timeline.items[0]).toMatchObject({ followUp: { editableUntil: null } });
  });

  test('a date that has passed meanwhile may stay, a new one may not be past', async () => {
    const nextAt = inHours(1);
    const { body } = await create({ nextAt });
    app.advance(2 * 3600);
    expect((await change(body.id, rep, { nextAt })).status).toBe(200);
    expect(codeOf(await change(body.id, rep, { nextAt: inHours(-3) }))[1]).toBe('follow_up.next_in_past');
  });

  test('deleting takes it off the card, restoring brings it back', async () => {
    const { body } = await create({ nextAt: inHours(5) });
    expect((await rep.api('DELETE', `/follow-ups/${body.id}`)).status).toBe(200);
    const without = await card();
    expect(without.timeline.items.map((entry) => entry.kind)).not.toContain('follow_up');
    expect(without.nextStep).toBeNull();
    expect(codeOf(await change(body.id))).toEqual([404, 'follow_up.not_found']);
    const restored = await rep.api('POST', `/follow-ups/${body.id}/restore`);
    expect(restored.body).toEqual(body);
    expect((await card()).nextStep).toMatchObject({ followUpId: body.id });
  });
});

describe('a draft', () => {
  const draft = { method: 'phone', outcome: null, text: '写到一', nextAt: null };
  const path = () => `/customers/${customerId}/follow-up-draft`;

  test('is kept, replaced, and shown to its author alone', async () => {
    await rep.api('PUT', path(), draft);
    const saved = await rep.api('PUT', path(), { ...draft, text: '写到一半' });
    expect(saved.body).toMatchObject({ ...draft, text: '写到一半' });
    expect((await card()).draft).toEqual(saved.body);
    const colleague = await app.signIn('SunHao');
    expect((await colleague.card(externalUserId)).draft).toBeNull();
  });

  test('goes when the follow-up is written', async () => {
    await rep.api('PUT', path(), draft);
    await create();
    expect((await card()).draft).toBeNull();
  });

  test('goes when it is dropped, and dropping nothing is fine', async () => {
    await rep.api('PUT', path(), draft);
    expect((await rep.api('DELETE', path())).status).toBe(200);
    expect((await rep.api('DELETE', path())).status).toBe(200);
    expect((await card()).draft).toBeNull();
  });

  test('may be empty, and not endless', async () => {
    expect((await rep.api('PUT', path(), { ...draft, method: null, text: '' })).status).toBe(200);
    expect((await rep.api('PUT', path(), { ...draft, text: 'x'.repeat(1001) })).status).toBe(400);
  });
});

describe('the timeline', () => {
  const page = async (query: string) =>
    (await rep.api<TimelinePage>('GET', `/customers/${customerId}/timeline?${query}`)).body;

  test('is paged newest first, without gaps and repeats, also within one instant', async () => {
    for (let index = 0; index < 12; index += 1) {
      await create({ text: `第${index}次` });
      if (index % 4 === 0) {
        app.advance(1);
      }
    }
    const ids: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null && ids.length < 50) {
      const next: TimelinePage = await page(`limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
      ids.push(...next.items.map((entry) => entry.id));
      cursor = next.nextCursor;
    }
    expect([ids.length, new Set(ids).size]).toEqual([14, 14]);
  });

  test('shows the follow-ups alone when asked to', async () => {
    await create();
    expect((await page('only=follow_ups')).items.map((entry) => entry.kind)).toEqual(['follow_up']);
    expect((await page('only=all')).items).toHaveLength(3);
  });

  test.each(['cursor=x', 'limit=0', 'limit=1000', 'only=some'])('refuses %s', async (query) => {
    const answer = await rep.api('GET', `/customers/${customerId}/timeline?${query}`);
    expect(codeOf(answer)).toEqual([400, 'request.invalid']);
  });
});
