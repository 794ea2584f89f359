import type { Middleware } from 'koa';
import { ImpossibleAct } from './act/pair.ts';
import { customerScans } from './act/ways.ts';
import { escapeHtml } from './http.ts';
import { noticePage, wholePage } from './provider/pages.ts';
import type { Corp } from './world/corp.ts';
import type { Way } from './world/types.ts';
import type { World } from './world/world.ts';

const PATH = /^\/scan\/([^/]+)\/([^/]+)$/;
const MOST = 20;
const FIELD = 'width:100%;height:40px;padding:0 12px;font:inherit';

/** Customers who may be the one before the code. */
const customersOf = (corp: Corp) => {
  const ids = [...corp.members.values()].flatMap((member) =>
    [...corp.relations.ofMember(member.userid)].slice(0, MOST).map((relation) => relation.externalUserId),
  );
  return [...new Set(ids)].slice(0, MOST).flatMap((id) => corp.relations.contact(id) ?? []);
};

const page = (corp: Corp, way: Way): string => {
  const title = way.kind === 'join' ? '加入群聊' : '添加为联系人';
  const people = customersOf(corp).map(
    ({ externalUserId, name }) =>
      `<option value="${escapeHtml(externalUserId)}">${escapeHtml(name)}</option>`,
  );
  // Only a customer can be put into a group of this world; a way to members brings new people too.
  const newcomer =
    way.kind === 'join'
      ? ''
      : `<h2>一位新的微信用户，昵称</h2><input name="sim_name" value="新客户" required style="${FIELD}">` +
        '<footer><button>扫码</button></footer>';
  return wholePage(
    title,
    `<h1>${title}</h1><p>${escapeHtml(corp.name)}，这是扫码之后的页面。谁在扫码？</p>` +
      `<form method="get">${newcomer}</form><form method="get"><h2>已有的客户</h2>` +
      `<select name="sim_external" style="${FIELD}">${people.join('')}</select><footer><button>扫码</button></footer></form>`,
  );
};

/** What came of it, in words. */
const scanned = (
  world: World,
  corp: Corp,
  way: Way,
  who: { name: string; id: string | undefined },
): string => {
  const customer = who.name === '' ? undefined : { name: who.name };
  try {
    customerScans(world, corp.corpId, { configId: way.configId, externalUserId: who.id, customer });
    return noticePage(way.kind === 'join' ? '已加入群聊' : '已添加', '可以关闭本页。');
  } catch (error) {
    if (error instanceof ImpossibleAct) return noticePage('扫码没有成功', error.message);
    throw error;
  }
};

/** Where the codes of ways lead: whoever opens the page is asked who scans, and then has scanned. */
export const scanMiddleware =
  (world: World): Middleware =>
  async (ctx, next) => {
    const [, corpId = '', configId = ''] = PATH.exec(ctx.path) ?? [];
    const corp = world.corps.get(corpId);
    if (!corp || ctx.method !== 'GET') return next();
    ctx.type = 'html';
    ctx.set('Cache-Control', 'no-store');
    const way = corp.ways.get(configId);
    const query = new URLSearchParams(ctx.querystring);
    const who = { name: query.get('sim_name') ?? '', id: query.get('sim_external') ?? undefined };
    const isAnswered = who.name !== '' || who.id !== undefined;
    if (!way) ctx.body = noticePage('二维码已失效', '这个二维码已经被删除。');
    else ctx.body = isAnswered ? scanned(world, corp, way, who) : page(corp, way);
  };
