import { expect } from 'vitest';
import { type Browser, createBrowser, type TestApp } from './app.ts';
import { rowsIn } from './rows.ts';
import { company, control, install } from './suites.ts';

/** A company that granted an app of a provider before ids were the provider's, and what people did with it. */

/** The administrator of the company who agreed to the app. */
export const adminOf = (app: TestApp): string => app.sim.world.corp(company).apps[0]?.admins[0] ?? '';

/** Installs an app that still gets the ids of the company. @returns the corp's id here */
export const installOld = (app: TestApp, appKey: string): Promise<number> =>
  install(app, { appKey, plain_ids: true });

/** Signs a member in by the address of an app as a link has it. The last answer comes along, whatever it is. */
export async function enterBy(
  app: TestApp,
  address: { appKey: string; wecomCorpId: string },
  userId: string,
): Promise<{ browser: Browser; response: Response }> {
  const browser = createBrowser(app.url);
  const query = new URLSearchParams({ suite: address.appKey, corp: address.wecomCorpId, return: '/sidebar' });
  const start = await browser.request(`/auth/start?${query}`);
  const authorize = new URL(start.headers.get('location') ?? '', app.url);
  authorize.searchParams.set('sim_user', `${company}/${userId}`);
  if (!authorize.searchParams.has('appid')) {
    return { browser, response: start };
  }
  if (authorize.searchParams.get('appid') !== address.appKey) {
    authorize.searchParams.set('sim_user', userId);
  }
  const back = await fetch(authorize, { redirect: 'manual' });
  const response = await browser.request(back.headers.get('location') ?? '');
  return { browser, response };
}

/** A member's browser in an installation. */
export async function signInAt(app: TestApp, corpId: number, userId: string): Promise<Browser> {
  const { appKey, wecomCorpId } = app.ctx.installations.of(corpId);
  const { browser, response } = await enterBy(app, { appKey, wecomCorpId }, userId);
  expect(response.status, await response.clone().text()).toBe(302);
  return browser;
}

export async function must<Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** The customers of a member, newest first. */
export const customersOf = async (browser: Browser) =>
  (await must(browser.api<{ items: { id: number; externalUserId: string }[] }>('GET', '/customers'))).items;

let serial = 0;
/** Writes a follow-up. */
export function writeFollowUp(browser: Browser, customerId: number | undefined, text: string) {
  serial += 1;
  const body = { method: 'phone', text, requestKey: `old-grant-${serial}` };
  return must(browser.api<{ id: number }>('POST', `/customers/${customerId}/follow-ups`, body));
}

/** What people do with the app: follow-ups, a tag, a contact way that somebody came by, a group chat. */
export async function liveWith(app: TestApp, corpId: number): Promise<void> {
  const rep = await signInAt(app, corpId, 'ZhangSan');
  const boss = await signInAt(app, corpId, adminOf(app));
  const [first, second] = await customersOf(rep);
  await writeFollowUp(rep, first?.id, '升级前：约了周三');
  await writeFollowUp(rep, second?.id, '升级前：发了报价');
  const { groups } = await must(rep.api<{ groups: { tags: { tagId: string }[] }[] }>('GET', '/tag-groups'));
  const tagId = groups[0]?.tags[0]?.tagId;
  await must(rep.api('POST', `/customers/${first?.id}/tags`, { add: [tagId], remove: [] }));
  await must(rep.api('PATCH', `/customers/${first?.id}/profile`, { description: '升级前写的描述' }));
  const [member] = await rowsIn(app.ctx, 'member', `corp_id = ${corpId} AND user_id = 'ZhangSan'`);
  const wanted = {
    ...{ name: '展位', memberIds: [member?.id], departmentIds: [] },
    ...{ tagIds: [tagId], skipsVerification: false },
    ...{ welcome: { text: '欢迎来展位', attachments: [] }, requestKey: 'way-before-the-upgrade' },
  };
  const { way } = await must(boss.api<{ way: { id: number } }>('POST', '/contact-ways', wanted));
  await app.settle();
  const [made] = await rowsIn(app.ctx, 'contact_way', `id = ${way.id}`);
  app.sim.act.customerScans(company, { configId: String(made?.config_id) });
  const people = [first?.externalUserId, strangerIn(app, first?.externalUserId ?? '')];
  const about = { corp: company, op: 'create', owner: 'ZhangSan', name: '老客户群' };
  const { chat_id: chatId } = await control(app, 'group', about);
  await control(app, 'group', { corp: company, op: 'join', chat_id: chatId, ids: people });
  await app.settle();
}

/** Somebody who is nobody's customer. */
function strangerIn(app: TestApp, alike: string): string {
  const { relations } = app.sim.world.corp(company);
  const externalUserId = 'wmStrangerStrangerStrangerStran1';
  const contact = relations.contact(alike);
  if (contact !== undefined) {
    relations.putContact({ ...contact, externalUserId, name: '群里的路人' });
  }
  return externalUserId;
}

/** How often the platform was called at a path. */
export const callsOf = (app: TestApp, path: string): number =>
  app.sim.requests.filter((call) => call.path === `/cgi-bin/${path}`).length;
