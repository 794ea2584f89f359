import type { Context, Middleware } from 'koa';
import { type Corp, findMember } from '../world/corp.ts';
import type { World } from '../world/world.ts';
import type { OauthCodes } from './codes.ts';
import { choosePage, errorPage, framePage } from './page.ts';

const PATHS = new Set(['/connect/oauth2/authorize', '/wwlogin/sso/login']);
const SCOPES = new Set(['snsapi_base', 'snsapi_userinfo', 'snsapi_privateinfo']);
const STATE = /^[0-9A-Za-z_\-.~]*$/;

interface Asked {
  corp: Corp;
  agentId: number | undefined;
  redirect: URL;
  scope: string;
  state: string;
}

const agentIdOf = (query: URLSearchParams): number | undefined => {
  const text = query.get('agentid');
  return text ? Number(text) : undefined;
};

const redirectOf = (query: URLSearchParams): URL | undefined => {
  const text = query.get('redirect_uri') ?? '';
  return /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
};

/** The trusted domain must equal the host exactly, port included. */
const isTrusted = (corp: Corp, agentId: number | undefined, redirect: URL): boolean =>
  corp.apps
    .filter((app) => agentId === undefined || app.agentId === agentId)
    .some((app) => app.trustedDomains.includes(redirect.host));

const scopeOf = (isLogin: boolean, query: URLSearchParams): string | undefined => {
  if (isLogin) return 'snsapi_base';
  const scope = query.get('scope') ?? '';
  return SCOPES.has(scope) ? scope : undefined;
};

/** What is wrong with the kind of the request, in the client's words. */
const wrongKind = (isLogin: boolean, query: URLSearchParams): string | undefined => {
  if (isLogin) return query.get('login_type') === 'CorpApp' ? undefined : 'login_type参数错误';
  return query.get('response_type') === 'code' ? undefined : 'response_type参数错误';
};

/** The request, or the words with which the client refuses it. */
const check = (world: World, isLogin: boolean, query: URLSearchParams): Asked | string => {
  const corp = world.corps.get(query.get('appid') ?? '');
  if (!corp) return 'appid参数错误';
  const wrong = wrongKind(isLogin, query);
  if (wrong) return wrong;
  const scope = scopeOf(isLogin, query);
  if (!scope) return 'scope参数错误';
  const agentId = agentIdOf(query);
  if (agentId === undefined && (isLogin || scope === 'snsapi_privateinfo')) return 'agentid参数错误';
  const redirect = redirectOf(query);
  if (!redirect || !isTrusted(corp, agentId, redirect)) return 'redirect_uri参数错误';
  const state = query.get('state') ?? '';
  if (state.length > 128 || !STATE.test(state)) return 'state参数错误';
  return { corp, agentId, redirect, scope, state };
};

const withUser = (ctx: Context, userid: string): string => {
  const query = new URLSearchParams(ctx.querystring);
  query.set('sim_user', userid);
  return `${ctx.path}?${query}`;
};

const goBack = (ctx: Context, codes: OauthCodes, asked: Asked, userid: string) => {
  const { corp, agentId, redirect, scope, state } = asked;
  const code = codes.issue({ corpId: corp.corpId, agentId, userid, scope, redirectHost: redirect.host });
  redirect.searchParams.set('code', code);
  redirect.searchParams.set('state', state);
  ctx.redirect(redirect.href);
};

/**
 * Web authorization in the client (developer.work.weixin.qq.com/document/path/91022) and browser login (path/98152).
 * Who is logged in: `sim_user` of the query, the cookie `sim_member`, the name of the frame, or a choice by hand.
 */
export const authorizeMiddleware =
  (world: World, codes: OauthCodes): Middleware =>
  async (ctx, next) => {
    if (!PATHS.has(ctx.path) || ctx.method !== 'GET') return next();
    ctx.set('Cache-Control', 'no-store');
    const query = new URLSearchParams(ctx.querystring);
    const asked = check(world, ctx.path === '/wwlogin/sso/login', query);
    if (typeof asked === 'string') {
      ctx.type = 'html';
      ctx.body = errorPage(asked);
      return;
    }
    const isFrame = ctx.get('Sec-Fetch-Dest') === 'iframe';
    const userid = query.get('sim_user') ?? (isFrame ? undefined : ctx.cookies.get('sim_member'));
    const member = userid === undefined ? undefined : findMember(asked.corp, userid);
    if (member?.status === 1) return goBack(ctx, codes, asked, member.userid);
    const choose = choosePage(asked.corp, (id) => withUser(ctx, id));
    ctx.type = 'html';
    ctx.body = isFrame ? framePage(choose) : choose;
  };
