import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type JssdkWorld, startJssdkWorld } from './jssdk-page.ts';
import { chromiumFlags } from './product.ts';

/** What a call of the SDK came to: its result, or what it rejected with. */
type Outcome =
  | { ok: true; result: Record<string, unknown> }
  | { ok: false; errMsg: string; errCode?: number };

const everything = [
  ...['getContext', 'getCurExternalContact', 'getCurExternalChat', 'sendChatMessage', 'openEnterpriseChat'],
  ...['openUserProfile', 'selectExternalContact', 'selectEnterpriseContact', 'navigateToAddCustomer'],
  'createExternalPayment',
];

let world: JssdkWorld;
let browser: Browser;
let page: Page;
let frame: Frame;
let corpId = '';
let customerId = '';
let otherId = '';
let groupId = '';

beforeAll(async () => {
  world = await startJssdkWorld();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: chromiumFlags,
  });
  corpId = world.sim.corps[0]?.corpId ?? '';
  const corp = world.sim.world.corp(corpId);
  [customerId = '', otherId = ''] = await newestChats(corpId);
  groupId = [...corp.groups.values()].find((group) => group.owner === 'ZhangSan')?.chatId ?? '';
  world.sim.act.sendGroupMessage(corpId, { chatId: groupId, sender: 'WangMin', text: '大家好' });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  page.setDefaultTimeout(8000);
  await page.goto(`${world.sim.url}/desktop/?member=ZhangSan&chat=${customerId}`);
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The ids of the customers at the top of a member's list. */
async function newestChats(corp: string): Promise<string[]> {
  const response = await fetch(`${world.sim.url}/sim/api/chats?corp=${corp}&userid=ZhangSan&limit=5`);
  const { chats } = (await response.json()) as { chats: { external_userid: string }[] };
  return chats.map((chat) => chat.external_userid);
}

beforeEach(() => {
  for (const key of Object.keys(world.spoil)) delete world.spoil[key as keyof typeof world.spoil];
});

/** Opens a chat in the client, or its page anew when it is open; `frame` is then the app's page beside it. */
async function openClient(chat: string): Promise<void> {
  const isOpen = new URL(page.url()).searchParams.get('chat') === chat;
  if (!isOpen) await page.getByTestId('rail-chats').click();
  if (isOpen) await page.getByTestId('sidebar-reload').click();
  else await page.getByTestId(chat === 'work' ? 'rail-work' : `chat-item-${chat}`).click();
  await findFrame(chat === 'work' ? '#work iframe' : '[data-testid="sidebar-frame"]');
}

/** Waits for the page that the client has just put into the frame. */
async function findFrame(selector = '[data-testid="sidebar-frame"]'): Promise<void> {
  const element = await page.waitForSelector(`${selector}:not([data-seen])`);
  const content = await element.contentFrame();
  if (content === null) throw new Error('the sidebar has no page');
  await element.evaluate((node) => node.setAttribute('data-seen', ''));
  frame = content;
  await frame.waitForFunction('typeof ww === "object" && typeof WeixinJSBridge === "object"');
}

/** Registers the page with an app's identity, as the product does. */
async function register(
  asked: { corpId?: string; agentId?: number; jsApiList?: string[]; signedFor?: string } = {},
): Promise<Outcome> {
  const agentId = asked.agentId ?? 1000002;
  const options = {
    ...{ corpId: asked.corpId ?? corpId, agentId, jsApiList: asked.jsApiList ?? everything },
    query: `corp=${asked.signedFor ?? corpId}&agentid=${agentId}`,
  };
  await frame.evaluate(`(() => {
    const { corpId, agentId, jsApiList, query } = ${JSON.stringify(options)};
    const sign = (kind) => async (url) =>
      (await fetch('/sign?' + query + '&kind=' + kind + '&url=' + encodeURIComponent(url))).json();
    ww.register({ corpId, agentId, jsApiList, getConfigSignature: sign('corp'), getAgentConfigSignature: sign('agent') });
  })()`);
  return call('ensureAgentConfigReady');
}

/** Calls a function of the SDK in the app's page. */
function call(name: string, params?: unknown): Promise<Outcome> {
  return frame.evaluate(
    `ww.${name}(${params === undefined ? '' : JSON.stringify(params)}).then(
      (result) => ({ ok: true, result }),
      ({ message, errMsg, errCode }) => ({ ok: false, errMsg: errMsg ?? message, errCode }))`,
  );
}

const refused = (errMsg: string, errCode?: number) =>
  expect.objectContaining({ ok: false, errMsg, ...(errCode !== undefined && { errCode }) });
const done = (result: object = {}) => ({ ok: true, result: expect.objectContaining(result) });

/** What was said in a chat last, as the simulated world holds it. */
const lastSaid = (key = customerId) =>
  world.sim.world.corp(corpId).chats.last(key === groupId ? '' : 'ZhangSan', key);

/** Keeps a file at the platform, as an app's server does. */
async function upload(type: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { secret } = world.sim.corps[0] ?? {};
  const token = (await (
    await fetch(`${world.sim.url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`)
  ).json()) as { access_token: string };
  const form = new FormData();
  form.append('media', new Blob([bytes]), name);
  const url = `${world.sim.url}/cgi-bin/media/upload?access_token=${token.access_token}&type=${type}`;
  const answer = (await (await fetch(url, { method: 'POST', body: form })).json()) as { media_id: string };
  return answer.media_id;
}

describe('a page that is registered as it should be', () => {
  test('knows where it was opened, and the customer of the chat', async () => {
    await openClient(customerId);
    expect(await register()).toMatchObject({ ok: true });
    expect(await call('getContext')).toEqual(done({ entry: 'single_chat_tools' }));
    expect(await call('getCurExternalContact')).toEqual(done({ userId: customerId }));
    expect(await call('getCurExternalChat')).toEqual(
      refused('getCurExternalChat:fail without context of external contact'),
    );
  });

  test('knows the customer group beside which it stands', async () => {
    await openClient(groupId);
    await register();
    expect(await call('getContext')).toEqual(done({ entry: 'group_chat_tools' }));
    expect(await call('getCurExternalChat')).toEqual(done({ chatId: groupId }));
    expect(await call('getCurExternalContact')).toEqual(
      refused('getCurExternalContact:fail without context of external contact'),
    );
    expect(await call('sendChatMessage', { msgtype: 'text', text: { content: '明天十点开会' } })).toEqual(
      done(),
    );
    expect(lastSaid(groupId)).toMatchObject({ text: '明天十点开会', sender: 'ZhangSan' });
  });

  test('stands beside no chat in the workbench', async () => {
    await openClient('work');
    await register();
    expect(await call('getContext')).toEqual(done({ entry: 'normal' }));
    for (const name of ['getCurExternalContact', 'getCurExternalChat', 'sendChatMessage'])
      expect(await call(name, { msgtype: 'text', text: { content: '你好' } })).toEqual(
        refused(`${name}:fail without context of external contact`),
      );
  });

  test('sends every kind of message into the chat', async () => {
    await openClient(customerId);
    await register();
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    const image = await upload('image', 'a.png', png);
    const video = await upload('video', 'a.mp4', new Uint8Array(64));
    const file = await upload('file', '报价.pdf', new Uint8Array(64));
    const news = { link: 'https://example.com/p', title: '五轴样册', desc: '2026 版', imgUrl: '' };
    const miniprogram = {
      ...{ appid: 'wx8bd80126147df384', title: '预约看机', imgUrl: 'https://example.com/a.png' },
      page: '/index.html',
    };
    const messages = {
      ...{ text: { content: '你好' }, image: { mediaid: image }, video: { mediaid: video } },
      ...{ file: { mediaid: file }, news, miniprogram },
    };
    for (const [msgtype, body] of Object.entries(messages)) {
      expect(await call('sendChatMessage', { msgtype, [msgtype]: body })).toEqual(
        done({ errMsg: 'sendChatMessage:ok' }),
      );
      expect(lastSaid()).toMatchObject({ from: 'member', msgtype, body });
    }
    await page.getByTestId('messages').getByText('五轴样册').first().waitFor();
  });

  test('opens chats, groups and profiles', async () => {
    await openClient(customerId);
    await register();
    expect(await call('openUserProfile', { type: 2, userid: customerId })).toEqual(done());
    await page.getByTestId('dialog').getByText('添加方式').waitFor();
    await page.keyboard.press('Escape');
    expect(await call('openUserProfile', { type: 1, userid: 'WangMin' })).toEqual(done());
    await page.getByTestId('dialog').getByText('WangMin').waitFor();
    await page.keyboard.press('Escape');
    expect(await call('openUserProfile', { type: 1, userid: 'Nobody' })).toEqual(
      refused('openUserProfile:fail invalid userid'),
    );
    expect(await call('openEnterpriseChat', { externalUserIds: [otherId] })).toEqual(done());
    await page.waitForURL((url) => url.searchParams.get('chat') === otherId);
    await findFrame();
    await register();
    expect(await call('openEnterpriseChat', { chatId: groupId })).toEqual(done({ chatId: groupId }));
    await page.waitForURL((url) => url.searchParams.get('chat') === groupId);
    await findFrame();
    await register();
    const started = await call('openEnterpriseChat', {
      ...{ userIds: ['WangMin'], externalUserIds: [customerId, otherId], groupName: '试机小组' },
    });
    expect(started).toEqual(done({ chatId: expect.stringMatching(/^wr/) }));
    await page.getByTestId('chat-title').getByText('试机小组').waitFor();
  });

  test('lets the member choose customers and colleagues', async () => {
    await openClient(customerId);
    await register();
    const customers = call('selectExternalContact', { filterType: 0 });
    await page.getByTestId(`pick-${customerId}`).check();
    await page.getByTestId('pick-done').click();
    expect(await customers).toEqual(done({ userIds: [customerId] }));
    const people = call('selectEnterpriseContact', {
      ...{ fromDepartmentId: 0, mode: 'multi', type: ['department', 'user'], selectedUserIds: ['WangMin'] },
    });
    await page.getByTestId('pick-LiSi').check();
    await page.getByTestId('pick-done').click();
    const userList = [
      { id: 'WangMin', name: '王敏' },
      { id: 'LiSi', name: expect.any(String) },
    ];
    expect(await people).toEqual(
      done({ result: { departmentList: [], userList: expect.arrayContaining(userList) } }),
    );
    const cancelled = call('selectExternalContact');
    await page.getByTestId('pick-cancel').click();
    expect(await cancelled).toEqual(refused('selectExternalContact:cancel'));
  });

  test('leads to adding a customer and to a payment', async () => {
    await openClient(customerId);
    await register();
    expect(await call('navigateToAddCustomer')).toEqual(done());
    await page.getByTestId('add-customer-name').waitFor();
    await page.keyboard.press('Escape');
    const payment = call('createExternalPayment', {
      paymentType: 0,
      totalFee: 12_345,
      description: '试件费',
    });
    await page.getByTestId('payment-send').click();
    expect(await payment).toEqual(done({ paymentId: expect.stringMatching(/^\d+$/) }));
    expect(lastSaid()).toMatchObject({ text: '[收款] ¥123.45 试件费' });
    const cancelled = call('createExternalPayment', { totalFee: 100 });
    await page.getByTestId('payment-send').waitFor();
    await page.keyboard.press('Escape');
    expect(await cancelled).toEqual(refused('createExternalPayment:cancel'));
  });

  test('shows a name that the page itself cannot read', async () => {
    await openClient(customerId);
    await register();
    expect(await call('initOpenData')).toEqual({ ok: true, result: expect.anything() });
    await frame.evaluate(`document.body.innerHTML =
      '<ww-open-data type="userName" openid="WangMin"></ww-open-data><ww-open-data type="departmentName" openid="1"></ww-open-data><ww-open-data type="userName" openid="Nobody"></ww-open-data>'`);
    await expect.poll(shownTexts).toEqual(expect.arrayContaining(['王敏', '恒远机床', 'Nobody']));
    expect(await frame.evaluate('document.body.textContent')).toBe('');
    expect(await frame.evaluate('document.querySelector("ww-open-data").shadowRoot')).toBeNull();
  });
});

/** Every text on the page, closed shadow roots included, as the person before the screen sees it. */
async function shownTexts(): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  interface Dom {
    nodeValue: string;
    nodeName: string;
    children?: Dom[];
    shadowRoots?: Dom[];
    contentDocument?: Dom;
  }
  const texts = (node: Dom): string[] => [
    ...(node.nodeName === '#text' ? [node.nodeValue] : []),
    ...[
      ...(node.children ?? []),
      ...(node.shadowRoots ?? []),
      ...(node.contentDocument ? [node.contentDocument] : []),
    ].flatMap(texts),
  ];
  return texts(root);
}

describe('the client refuses', () => {
  test('a page that is not registered, and names that it did not list', async () => {
    await openClient(customerId);
    const bare = (name: string) =>
      frame.evaluate(`new Promise((resolve) => WeixinJSBridge.invoke('${name}', {}, resolve))`);
    expect(await bare('getCurExternalContact')).toEqual({
      err_msg: 'getCurExternalContact:fail no permission',
    });
    expect(await bare('openEnterpriseChat')).toEqual({ err_msg: 'openEnterpriseChat:fail no permission' });
    await register({ jsApiList: ['getContext', 'getCurExternalContact'] });
    expect(await call('getCurExternalContact')).toEqual(done({ userId: customerId }));
    expect(await call('sendChatMessage', { msgtype: 'text', text: { content: '你好' } })).toEqual(
      refused('sendChatMessage:nopermission'),
    );
    expect(await call('startWifi')).toEqual(refused('startWifi:function not exist'));
  });

  test('a signature of another page, another time or another ticket', async () => {
    await openClient(customerId);
    world.spoil.url = 'http://127.0.0.1/elsewhere';
    expect(await register()).toEqual(refused('agentConfig:fail invalid signature', 40093));
    await openClient(customerId);
    world.spoil.url = undefined;
    world.spoil.timestamp = 1;
    expect(await register()).toEqual(refused('agentConfig:fail invalid signature', 40093));
    await openClient(customerId);
    world.spoil.timestamp = undefined;
    world.spoil.ticketOf = 'corp';
    expect(await register()).toEqual(refused('agentConfig:fail invalid signature', 42012));
  });

  test('another company, another app, and a host that is not trusted', async () => {
    await openClient(customerId);
    expect(await register({ corpId: 'ww0000000000000000' })).toEqual(
      refused('agentConfig:fail invalid corpid', 92002),
    );
    const app = world.sim.world.corp(corpId).apps[0];
    const trusted = app?.trustedDomains ?? [];
    if (app) app.trustedDomains = ['crm.example.com'];
    await openClient(customerId);
    expect(await register()).toEqual(refused('agentConfig:fail invalid url domain', 80001));
    if (app) app.trustedDomains = trusted;
  });

  test('an app without the permission, and a member who may not', async () => {
    const app = world.sim.world.corp(corpId).apps[0];
    if (!app) throw new Error('no app');
    const { permissions, visible } = app;
    app.permissions = new Set([...permissions].filter((one) => one !== 'customers' && one !== 'payments'));
    await openClient(customerId);
    await register();
    expect(await call('getCurExternalContact')).toEqual(refused('getCurExternalContact:fail no permission'));
    expect(await call('createExternalPayment', { totalFee: 1 })).toEqual(
      refused('createExternalPayment:permission denied'),
    );
    app.permissions = permissions;
    app.visible = { users: ['WangMin'], departments: [] };
    await openClient(customerId);
    await register();
    expect(await call('getCurExternalContact')).toEqual(
      refused('getCurExternalContact:fail user not in allow list'),
    );
    app.visible = visible;
    const member = world.sim.world.corp(corpId).members.get('zhangsan');
    if (member) member.hasFeature = false;
    await openClient(customerId);
    await register();
    expect(await call('navigateToAddCustomer')).toEqual(refused('navigateToAddCustomer:fail no permission'));
    if (member) member.hasFeature = true;
  });

  test('messages that say nothing, or name what is not there', async () => {
    await openClient(customerId);
    await register();
    const before = lastSaid();
    const cases: [object, string][] = [
      [{ msgtype: 'text', text: { content: '' } }, 'invalid content'],
      [{ msgtype: 'image', image: { mediaid: 'nothing' } }, 'invalid mediaid'],
      [{ msgtype: 'news', news: { title: '无链接' } }, 'invalid link'],
      [{ msgtype: 'miniprogram', miniprogram: { appid: 'wx1', imgUrl: 'a.png' } }, 'invalid imgurl'],
      [{ msgtype: 'poem' }, 'unsupported msgtype'],
    ];
    for (const [params, why] of cases)
      expect(await call('sendChatMessage', params)).toEqual(refused(`sendChatMessage:fail ${why}`));
    expect(lastSaid()).toEqual(before);
  });

  test('what the member does not want to send', async () => {
    await openClient(customerId);
    await page.getByTestId('sim-panel').click();
    await page.getByTestId('confirm-send-switch').check();
    await page.keyboard.press('Escape');
    await register();
    const cancelled = call('sendChatMessage', { msgtype: 'text', text: { content: '算了' } });
    await page.getByTestId('confirm-send-cancel').click();
    expect(await cancelled).toEqual(refused('sendChatMessage:cancel'));
    const sent = call('sendChatMessage', { msgtype: 'text', text: { content: '好的' } });
    await page.getByTestId('confirm-send').click();
    expect(await sent).toEqual(done());
  });
});

describe('config and agentConfig on one page', () => {
  test('the corp is asked for after the app too', async () => {
    await openClient(customerId);
    await register();
    expect(await call('ensureCorpConfigReady')).toMatchObject({ ok: true });
    expect(await call('getCurExternalContact')).toEqual(done({ userId: customerId }));
  });

  test('a ticket lives two hours, and a page that loads later is signed with the next', async () => {
    await openClient(customerId);
    const kept: unknown = await frame.evaluate(
      `fetch('/sign?corp=${corpId}&agentid=1000002&kind=agent&url=' + encodeURIComponent(location.href)).then((r) => r.json())`,
    );
    const withKept = async () => {
      await frame.evaluate(`ww.register({ corpId: '${corpId}', agentId: 1000002, jsApiList: ['getContext'],
        getAgentConfigSignature: () => (${JSON.stringify(kept)}) })`);
      return call('ensureAgentConfigReady');
    };
    expect(await withKept()).toMatchObject({ ok: true });
    await page.getByTestId('sim-panel').click();
    for (let hour = 0; hour < 2; hour += 1) await page.getByTestId('advance-3600').click();
    await expect.poll(() => world.sim.clock.ahead()).toBe(7200);
    await page.keyboard.press('Escape');
    await page.getByTestId('sidebar-reload').click();
    await findFrame();
    expect(await withKept()).toEqual(refused('agentConfig:fail invalid signature', 40093));
    await page.getByTestId('sidebar-reload').click();
    await findFrame();
    expect(await register()).toMatchObject({ ok: true });
  });
});

describe('the apps of a provider in another company', () => {
  test('each opens in the sidebar and sees ids of its own, and no names', async () => {
    const other = world.sim.world.corps.get('ww2b9d64c0e8f71a53');
    if (!other) throw new Error('no second company');
    const suites = world.sim.suites.filter(({ kind, name }) => kind !== 'login' && name !== '关系报表');
    const installed = [];
    for (const { suiteId } of suites) {
      const response = await fetch(`${world.sim.url}/sim/api/suites/install`, {
        ...{ method: 'POST', body: JSON.stringify({ suite_id: suiteId, corp: other.corpId }) },
      });
      installed.push((await response.json()) as { agentid: number; open_corpid: string });
    }
    const [plain = ''] = await newestChats(other.corpId);
    await page.getByTestId('corp-switch').click();
    await page.getByTestId(`corp-${other.corpId}`).click();
    await page.waitForURL((url) => url.searchParams.get('corp') === other.corpId);
    await page.waitForURL((url) => url.searchParams.get('chat') === plain);
    const [suite, made] = installed;
    await findFrame();
    expect(frame.url()).toContain(`/sidebar?suite=${suites[0]?.suiteId}`);
    const asked = { agentId: suite?.agentid ?? 0, signedFor: other.corpId };
    expect(await register({ ...asked, corpId: other.corpId })).toEqual(
      refused('agentConfig:fail invalid corpid', 92002),
    );
    await page.getByTestId('sidebar-reload').click();
    await findFrame();
    expect(await register({ ...asked, corpId: suite?.open_corpid ?? '' })).toMatchObject({ ok: true });
    const contact = await call('getCurExternalContact');
    expect(contact).toEqual(done({ userId: expect.stringMatching(/^w[mo]/) }));
    expect(contact).not.toEqual(done({ userId: plain }));
    const people = call('selectEnterpriseContact', { fromDepartmentId: 0, mode: 'single', type: ['user'] });
    await page.getByTestId('pick-ZhangSan').check();
    await page.getByTestId('pick-done').click();
    expect(await people).toEqual(
      done({ result: { departmentList: [], userList: [{ id: expect.stringMatching(/^wo/) }] } }),
    );
    await page.getByTestId(`app-tab-${made?.agentid}`).click();
    await page.getByTestId('rail-work').click();
    await page.waitForSelector('#work iframe');
    expect(await page.locator('#work iframe').getAttribute('src')).toContain('suite=dk');
  });
});
