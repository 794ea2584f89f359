import type { Context, Middleware } from 'koa';
import { installedApp, tellRange } from '../provider/install.ts';
import { hasBase } from '../provider/licences.ts';
import type { Platform } from '../provider/platform.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { isVisible, visibleMembers } from '../world/scope.ts';
import type { App, Member } from '../world/types.ts';
import { type Asked, readAsked } from './asked.ts';
import type { OauthCodes } from './codes.ts';
import { choosePage, errorPage, framePage, unlicensedPage } from './page.ts';

const PATHS = new Set(['/connect/oauth2/authorize', '/wwlogin/sso/login']);

const withUser = (ctx: Context, userid: string): string => {
  const query = new URLSearchParams(ctx.querystring);
  query.set('sim_user', userid);
  return `${ctx.path}?${query}`;
};

const goBack = (ctx: Context, codes: OauthCodes, asked: Asked, corp: Corp, userid: string) => {
  const { suite, agentId, redirect, scope, state } = asked;
  const grant = { corpId: corp.corpId, agentId, suiteId: suite?.suiteId, userid, scope };
  redirect.searchParams.set('code', codes.issue({ ...grant, redirectHost: redirect.host }));
  redirect.searchParams.set('state', state);
  ctx.redirect(redirect.href);
};

/** Who a name means: `USERID`, or `CORPID/USERID` where several corps may be meant. */
const memberOf = (corps: readonly Corp[], who: string): { corp: Corp; member: Member } | undefined => {
  const [userid = '', corpId] = who.split('/').reverse();
  for (const corp of corps) {
    const member = corpId === undefined || corp.corpId === corpId ? findMember(corp, userid) : undefined;
    if (member?.status === 1) return { corp, member };
  }
  return undefined;
};

const appAsked = (asked: Asked, corp: Corp): App | undefined => {
  if (asked.suite) return installedApp(corp, asked.suite);
  return corp.apps.find((app) => app.agentId === asked.agentId);
};

/** In a corp where members install for themselves, opening the page is the install. */
const joinByMember = (platform: Platform, corp: Corp, app: App, member: Member) => {
  if (app.grant?.authMode !== 1 || isVisible(corp, app, member)) return;
  const before = visibleMembers(corp, app).map(({ userid }) => userid);
  app.visible = { ...app.visible, users: [...app.visible.users, member.userid] };
  tellRange(platform, corp, app, before);
};

/** A member without a base licence is sent to the provider, who is told (developer.work.weixin.qq.com/document/path/95716). */
const isTurnedAway = (platform: Platform, corp: Corp, app: App, member: Member): boolean => {
  const { world } = platform;
  if (hasBase(corp, app, member.userid, world.clock.seconds())) return false;
  world.emit({
    ...{ corpId: corp.corpId, event: 'unlicensed_notify', nodes: [['AgentID', app.agentId]] },
    ...{ at: world.clock.seconds(), subject: `licence ${member.userid}`, only: app, from: member.userid },
  });
  return true;
};

const showPage = (ctx: Context, html: string) => {
  ctx.type = 'html';
  ctx.body = html;
};

const letIn = (
  ctx: Context,
  { platform, codes, asked }: { platform: Platform; codes: OauthCodes; asked: Asked },
  { corp, member }: { corp: Corp; member: Member },
) => {
  const app = appAsked(asked, corp);
  if (app) joinByMember(platform, corp, app, member);
  if (app && isTurnedAway(platform, corp, app, member)) showPage(ctx, unlicensedPage());
  else goBack(ctx, codes, asked, corp, member.userid);
};

/**
 * Web authorization in the client (developer.work.weixin.qq.com/document/path/91022, for suites path/91120) and
 * browser login (path/98152, 98151). Who is logged in: `sim_user` of the query, the cookie `sim_member`, the name of
 * the frame, or a choice by hand.
 */
export const authorizeMiddleware =
  (platform: Platform, codes: OauthCodes): Middleware =>
  async (ctx, next) => {
    if (!PATHS.has(ctx.path) || ctx.method !== 'GET') return next();
    ctx.set('Cache-Control', 'no-store');
    const query = new URLSearchParams(ctx.querystring);
    const asked = readAsked(platform, ctx.path === '/wwlogin/sso/login', query);
    if (typeof asked === 'string') return showPage(ctx, errorPage(asked));
    const isFrame = ctx.get('Sec-Fetch-Dest') === 'iframe';
    const who = query.get('sim_user') ?? (isFrame ? undefined : ctx.cookies.get('sim_member'));
    const found = who === undefined ? undefined : memberOf(asked.corps, who);
    if (found) return letIn(ctx, { platform, codes, asked }, found);
    const prefix = (corp: Corp) => (asked.corps.length > 1 ? `${corp.corpId}/` : '');
    const choose = choosePage(asked.corps, (corp, id) => withUser(ctx, prefix(corp) + id));
    showPage(ctx, isFrame ? framePage(choose) : choose);
  };
