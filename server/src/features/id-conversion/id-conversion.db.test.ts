import type { IdConversion } from '@guanxi/shared/id-conversion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { historyOf, idsAsSeenBy, renameIds } from '../../../test/history.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { company, control, corpRowOf, passNights, signInToSuite, suiteIdsOf } from '../../../test/suites.ts';
import { inMoveOrder } from '../../db/move-plan.ts';
import { tables } from '../../tables.ts';
import { convertIdsJob } from './convert-ids.ts';

/** A self-built app with a history, whose company then installs the provider's suite on the same server. */

let app: TestApp;
let suiteId: string;
let former: number;
let here: number;
let agentId: number;
let admin: Browser;
/** The former app's history as it was before anything moved, and what the suite calls the ids in it. */
let history: string[];
let names: Map<string, string>;
let others: string[];
let outOfRange: string;
let leaver: string;

const corp = () => app.sim.world.corp(app.corp.corpId);
const userIds = () => [...corp().members.values()].map(({ userid }) => userid);
const known = async (): Promise<IdConversion> => {
  const { body } = await admin.api<{ conversion: IdConversion }>('GET', '/id-conversion');
  return body.conversion;
};
const confirm = () => admin.api<{ conversion: IdConversion }>('POST', '/id-conversion/confirm', {});
const countOf = (table: string, corpId: number, and = '1 = 1') =>
  countIn(app.ctx, table, `corp_id = ${corpId} AND ${and}`);
const allRows = async (corpId: number) =>
  (
    await Promise.all(
      tables
        .filter((table) => 'corpId' in table.columns && table.moves !== 'stays')
        .map(async ({ name }) =>
          (await rowsIn(app.ctx, name, `corp_id = ${corpId}`)).map((row) => [name, row]),
        ),
    )
  )
    .flat()
    .map((row) => JSON.stringify(row));
/** Every id of the former app's world with the one that the suite sees. */
const newNames = async () => {
  const customers = (await rowsIn(app.ctx, 'customer', `corp_id = ${former}`)).map((row) =>
    String(row.external_user_id),
  );
  const people = (await rowsIn(app.ctx, 'group_chat_member', `corp_id = ${former}`)).map((row) =>
    String(row.platform_id),
  );
  const chats = (await rowsIn(app.ctx, 'group_chat', `corp_id = ${former}`)).map((row) =>
    String(row.chat_id),
  );
  const tags = (await rowsIn(app.ctx, 'tag', `corp_id = ${former}`)).flatMap((row) => [
    String(row.tag_id),
    String(row.group_id),
  ]);
  const ids = [...new Set([...customers, ...people, ...chats, ...tags, ...userIds()])];
  return idsAsSeenBy(app, app.corp.corpId, agentId, ids);
};
const firstCustomers = async (browser: Browser) =>
  (await browser.api<{ items: { id: number; externalUserId: string }[] }>('GET', '/customers')).body.items;
let serial = 0;
const must = async <Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const write = (browser: Browser, customerId: number | undefined, text: string) => {
  serial += 1;
  const body = { method: 'phone', text, requestKey: `request-${serial}` };
  return must(browser.api<{ id: number }>('POST', `/customers/${customerId}/follow-ups`, body));
};

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  ({ suiteId } = suiteIdsOf(app));
  await app.settle();
  await app.fullSync();
  former = app.ctx.installations.all()[0]?.corpId ?? 0;
  await live();
  await control(app, 'suites/install', { suite_id: suiteId, corp: company, announce: 'event' });
  await app.settle();
});

afterAll(() => app.stop());

/** What people did with the self-built app. */
async function live(): Promise<void> {
  const rep = await app.signIn('ZhangSan');
  const boss = await app.signIn('ZhouQiming');
  const [first, second, third] = await firstCustomers(rep);
  await write(rep, first?.id, '旧应用：约了周三');
  const taken = await write(rep, first?.id, '旧应用：写错了');
  await must(rep.api('DELETE', `/follow-ups/${taken.id}`));
  await write(rep, second?.id, '旧应用：发了报价');
  const draft = { method: 'phone', outcome: null, text: '写到一半', nextAt: null };
  await must(rep.api('PUT', `/customers/${third?.id}/follow-up-draft`, draft));
  const groups = await rep.api<{ groups: { tags: { tagId: string }[] }[] }>('GET', '/tag-groups');
  const tagId = groups.body.groups[0]?.tags[0]?.tagId;
  await must(rep.api('POST', `/customers/${second?.id}/tags`, { add: [tagId], remove: [] }));
  await must(rep.api('PATCH', `/customers/${second?.id}/profile`, { description: '旧应用里写的描述' }));
  const [member] = await rowsIn(app.ctx, 'member', "user_id = 'ZhangSan'");
  const wanted = {
    ...{
      name: '展位',
      memberIds: [member?.id],
      departmentIds: [],
      tagIds: [tagId],
      skipsVerification: false,
    },
    ...{ welcome: { text: '欢迎来展位', attachments: [] }, requestKey: 'way-of-the-former-app' },
  };
  const { way } = await must(boss.api<{ way: { id: number } }>('POST', '/contact-ways', wanted));
  await app.settle();
  const [made] = await rowsIn(app.ctx, 'contact_way', `id = ${way.id}`);
  app.sim.act.customerScans(app.corp.corpId, { configId: String(made?.config_id) });
  const upload = await boss.request('/api/media-files?kind=image&name=a.png', {
    method: 'POST',
    body: pixel,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const { id: fileId } = (await upload.json()) as { id: number };
  const content = { text: '你好', attachments: [{ kind: 'image', fileId }] };
  await must(boss.api('PUT', '/welcome-messages', { scope: 'corp', targetId: 0, content }));
  await app.settle();
  // Somebody nobody has as a customer, in a group of theirs.
  const stranger = 'wmStrangerStrangerStrangerStran1';
  const alike = corp().relations.contact(first?.externalUserId ?? '');
  if (alike !== undefined) {
    corp().relations.putContact({ ...alike, externalUserId: stranger, name: '群里的路人' });
  }
  const { chat_id: chatId } = await control(app, 'group', {
    op: 'create',
    owner: 'ZhangSan',
    name: '老客户群',
  });
  await control(app, 'group', { op: 'join', chat_id: chatId, ids: [stranger, first?.externalUserId] });
  // Who the suite will not see, and who left.
  outOfRange = 'LiuFang';
  leaver = 'HuangXiaotong';
  const gone = await app.signIn(leaver);
  await write(gone, (await firstCustomers(gone))[0]?.id, '旧应用：我离职前写的');
  await control(app, 'admin/directory', { op: 'member-leaves', userid: leaver });
  await app.settle();
  await passNights(app, 2);
}

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('a company with a self-built app installs the suite', () => {
  test('the former app is noticed, and nothing moves by itself', async () => {
    const users = userIds().filter((userid) => userid !== outOfRange && userid !== leaver);
    await control(app, 'suites/install', {
      ...{ suite_id: suiteId, corp: app.corp.corpId, announce: 'event', users, departments: [] },
    });
    await app.settle();
    const [row] = await rowsIn(
      app.ctx,
      'corp',
      `app_key = '${suiteId}' AND agent_id > 0 AND name <> '明川文化'`,
    );
    here = Number(row?.id);
    agentId = Number(row?.agent_id);
    const before = await historyOf(app, former);
    admin = await signInToSuite(app, suiteId, 'ZhouQiming', app.corp.corpId);
    expect(await known()).toMatchObject({ state: 'found', proof: 'corpid', consent: 'not_needed', kept: [] });
    expect((await known()).waiting.find(({ part }) => part === 'follow_ups')?.count).toBe(4);
    expect(await historyOf(app, former)).toEqual(before);
    history = before;
    names = await newNames();
    others = await allRows(Number((await corpRowOf(app, suiteId)).id));
  });

  test('members write in the suite before anybody agreed', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan', app.corp.corpId);
    const customers = await firstCustomers(rep);
    await write(rep, customers[0]?.id, '新应用：已回访');
    expect(await countOf('follow_up', here)).toBe(1);
  });

  test('a rep may not agree', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan', app.corp.corpId);
    expect((await rep.api('POST', '/id-conversion/confirm', {})).status).toBe(403);
  });

  test('it comes page by page, however often it is killed, before and after a commit', async () => {
    expect((await confirm()).body.conversion.state).toBe('converting');
    let kills = 0;
    for (let turn = 0; (await known()).state !== 'done'; turn += 1) {
      expect(turn).toBeLessThan(2000);
      kills += (await runUntilKilled(turn % 3)) ? 1 : 0;
    }
    expect(kills).toBeGreaterThan(50);
    await app.settle();
    expect(await countOf('job', here, "status = 'dead'")).toBe(0);
  });

  test('all of it is there under the ids of the suite, and nothing twice', async () => {
    const now = await historyOf(app, here);
    const expected = await expectedHere();
    const missing = expected.filter((line) => !now.includes(line));
    expect(missing).toEqual([]);
    expect(now.filter((line) => /^follow-up/.test(line))).toHaveLength(5);
    for (const what of [
      'relation',
      'somebody in a chat',
      'tag on a relation',
      'statistics of a day',
      'tag',
    ]) {
      const keys = now.filter((line) => line.startsWith(`${what} |`));
      expect(keys.length, what).toBe(new Set(keys).size);
    }
    const doubled = await app.ctx.database.read.query(
      `SELECT customer_id, kind, member_id, at, COUNT(*) AS times FROM timeline_entry
       WHERE corp_id = ? AND kind = 'added' GROUP BY customer_id, kind, member_id, at HAVING COUNT(*) > 1`,
      [here],
    );
    expect(doubled).toEqual([]);
  });

  test('nothing is left with the former app, and no other company has changed', async () => {
    expect(await allRows(former)).toEqual([]);
    expect(await allRows(Number((await corpRowOf(app, suiteId)).id))).toEqual(others);
  });

  test('who left and who is out of range are kept under the old id, and told', async () => {
    const { kept } = await known();
    expect(kept).toContainEqual(expect.objectContaining({ kind: 'member', id: leaver, reason: 'left' }));
    expect(kept).toContainEqual(
      expect.objectContaining({ kind: 'member', id: outOfRange, reason: 'unknown' }),
    );
    expect(await countOf('member', here, `user_id IN ('${leaver}', '${outOfRange}')`)).toBe(2);
    expect(await historyOf(app, here)).toContainEqual(expect.stringContaining('旧应用：我离职前写的'));
  });

  test('a rep finds the old follow-ups and the new one on one card', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan', app.corp.corpId);
    const [first] = await firstCustomers(rep);
    const { body } = await rep.api<{ items: { followUp?: { text: string } }[] }>(
      'GET',
      `/customers/${first?.id}/timeline`,
    );
    const texts = body.items.flatMap(({ followUp }) => followUp?.text ?? []);
    expect(texts).toContain('新应用：已回访');
  });

  test('a code that hangs out still tells who came by it', async () => {
    const [way] = await rowsIn(app.ctx, 'contact_way', `corp_id = ${here} AND name = '展位'`);
    expect(way).toMatchObject({ config_id: null, state: 'failed' });
    app.sim.act.customerAdds(app.corp.corpId, {
      ...{ userId: 'ZhangSan', customer: { name: '又扫旧码的人' }, state: String(way?.own_mark) },
    });
    await app.settle();
    const arrivals = await countOf('way_arrival', here, `way_id = ${way?.id}`);
    expect(arrivals).toBe(2);
  });
});

/** The history with every id that was not kept under the name the suite has for it. */
async function expectedHere(): Promise<string[]> {
  const kept = await rowsIn(app.ctx, 'converted_id', `corp_id = ${here} AND to_id IS NULL`);
  const changed = new Map(names);
  for (const row of kept) {
    changed.delete(String(row.from_id));
  }
  return renameIds(history, changed);
}

/** Runs the job by hand, and dies in its first, second or third transaction: before the commit, or right after. */
async function runUntilKilled(survives: number): Promise<boolean> {
  let left = survives;
  const isBefore = survives !== 2;
  const dying: typeof app.ctx.database.transaction = async (work) => {
    const isLast = left === 0;
    left -= 1;
    const result = await app.ctx.database.transaction(async (db) => {
      const written = await work(db);
      if (isLast && isBefore) throw new Error('killed');
      return written;
    });
    if (isLast) throw new Error('killed');
    return result;
  };
  const ctx = { ...app.ctx, database: { ...app.ctx.database, transaction: dying } };
  const job = { id: 1, corpId: here, name: 'convert-ids', key: 'corp', attempt: 1, isLastAttempt: false };
  try {
    const effect = await convertIdsJob(inMoveOrder(tables)).run(
      ctx,
      {},
      { ...job, signal: new AbortController().signal },
    );
    await app.ctx.database.transaction(async (db) => effect?.(db));
    return false;
  } catch (error) {
    if ((error as Error).message !== 'killed') throw error;
    return true;
  }
}

describe('the former app, once it is replaced', () => {
  test('its callbacks are answered and change nothing', async () => {
    const events = await countOf('inbox_event', former);
    const before = app.sim.pushes.length;
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '替换之后来的人' } });
    await app.settle();
    const pushed = app.sim.pushes.slice(before).filter(({ kind }) => kind === 'app');
    expect(pushed.map(({ outcome, status }) => [outcome, status])).toEqual([['delivered', 200]]);
    expect(await countOf('inbox_event', former)).toBe(events);
    expect(await countIn(app.ctx, 'customer', "name = '替换之后来的人'")).toBe(1);
  });

  test('its address is still verified', async () => {
    const verdict = await control(app, 'callback', { url: `${app.url}/wecom/callback/${app.corp.corpId}` });
    expect(verdict.ok).toBe(true);
  });

  test('who signs in there is told where to go', async () => {
    const browser = app.anonymous();
    const answer = await browser.request(`/auth/start?corp=${app.corp.corpId}`, {
      headers: { accept: 'text/html' },
    });
    expect(answer.headers.get('location')).toMatch(/^\/problem\?code=session\.app_replaced/);
  });

  test('stays replaced after a restart', async () => {
    const again = await app.startSecondNode();
    expect(again.installations.find('self-built', app.corp.corpId)).toBeUndefined();
    expect(again.installations.findReplaced('self-built', app.corp.corpId)?.corpId).toBe(former);
    expect(await corpRow(former)).toMatchObject({ status: 'replaced', replaced_by: here });
    await again.database.close();
  });
});

const corpRow = async (id: number) => (await rowsIn(app.ctx, 'corp', `id = ${id}`))[0];

describe('agreeing once more', () => {
  test('changes nothing where nothing can be found out', async () => {
    const before = await historyOf(app, here);
    const { moved, merged } = await known();
    expect((await confirm()).status).toBe(200);
    expect((await confirm()).status).toBe(409);
    await app.settle();
    expect(await known()).toMatchObject({ state: 'done', moved, merged });
    expect(await historyOf(app, here)).toEqual(before);
  });

  test('gives those their new ids whom the suite sees by now', async () => {
    await control(app, 'suites/grant', {
      ...{ op: 'range', suite_id: suiteId, corp: app.corp.corpId, users: [], departments: [1] },
    });
    await app.settle();
    const before = (await known()).kept.filter(({ kind }) => kind === 'person').length;
    expect(before).toBeGreaterThan(0);
    await confirm();
    await app.settle();
    const { state, kept } = await known();
    expect(state).toBe('done');
    expect(kept.filter(({ id }) => id === outOfRange)).toEqual([]);
    expect(await countOf('member', here, `user_id = '${outOfRange}'`)).toBe(0);
    expect(kept.filter(({ kind }) => kind === 'person').length).toBeLessThan(before);
    const now = await historyOf(app, here);
    const expected = await expectedHere();
    expect(expected.filter((line) => !now.includes(line))).toEqual([]);
    const relations = now.filter((line) => line.startsWith('relation |'));
    expect(relations.length).toBe(
      new Set(relations.map((line) => line.split(' | ').slice(1, 3).join())).size,
    );
  });
});
