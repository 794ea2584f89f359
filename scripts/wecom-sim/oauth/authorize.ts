import type { Context, Middleware } from 'koa';
import type { Clock } from '../clock.ts';
import { installedApp, tellRange } from '../provider/install.ts';
import { activateSpare, hasBase, type Licence } from '../provider/licences.ts';
import type { Platform } from '../provider/platform.ts';
import { viewOf } from '../provider/view.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { isVisible, visibleMembers } from '../world/scope.ts';
import type { App, Member } from '../world/types.ts';
import { type Asked, readAsked } from './asked.ts';
import type { OauthCodes } from './codes.ts';
import { choosePage, consentPage, errorPage, framePage, unlicensedPage } from './page.ts';

const PATHS = new Set(['/connect/oauth2/authorize', '/wwlogin/sso/login']);

const withAnswer = (ctx: Context, name: 'sim_user' | 'sim_consent' | 'sim_cancel', value: string): string => {
  const query = new URLSearchParams(ctx.querystring);
  query.set(name, value);
  return `${ctx.path}?${query}`;
};

const CONSENT_SECONDS = 30 * 86_400;

/** Who agreed to what, which is not asked again for thirty days. */
const createConsents = (clock: Clock) => {
  const given = new Map<string, number>();
  return {
    give: (key: string) => void given.set(key, clock.seconds()),
    has: (key: string) => clock.seconds() - (given.get(key) ?? Number.NEGATIVE_INFINITY) < CONSENT_SECONDS,
  };
};

type Consents = ReturnType<typeof createConsents>;

interface Sitting {
  platform: Platform;
  codes: OauthCodes;
  consents: Consents;
  asked: Asked;
}

/** The member's answer to the question of `snsapi_privateinfo`; undefined while it is not given. */
const consentOf = (ctx: Context, { consents, asked }: Sitting, corp: Corp, member: Member) => {
  if (asked.scope === 'snsapi_base') return false;
  const key = `${corp.corpId} ${asked.suite?.suiteId ?? asked.agentId} ${member.userid}`;
  const answer = new URLSearchParams(ctx.querystring).get('sim_consent');
  if (answer === 'yes') consents.give(key);
  if (consents.has(key)) return true;
  return answer === 'no' ? false : undefined;
};

const goBack = (
  ctx: Context,
  { codes, asked }: Sitting,
  corp: Corp,
  { userid, isAgreed }: { userid: string; isAgreed: boolean },
) => {
  const { suite, agentId, redirect, scope, state } = asked;
  const grant = { corpId: corp.corpId, agentId, suiteId: suite?.suiteId, userid, scope, isAgreed };
  redirect.searchParams.set('code', codes.issue({ ...grant, redirectHost: redirect.host }));
  redirect.searchParams.set('state', state);
  ctx.redirect(redirect.href);
};

/** Whoever leaves the page of the browser login comes back without a code. */
const cancel = (ctx: Context, { redirect, state }: Asked) => {
  redirect.searchParams.set('state', state);
  ctx.redirect(redirect.href);
};

/** Who a name means: `USERID`, or `CORPID/USERID` where several corps may be meant. */
const memberOf = (corps: readonly Corp[], who = ''): { corp: Corp; member: Member } | undefined => {
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

/** An account activated itself because the member opened the app: scene 1 (path/95844). */
const tellActivation = ({ pushes }: Platform, corp: Corp, app: App, licence: Licence) => {
  if (!app.grant) return;
  const view = viewOf(corp, app);
  pushes.system(app.grant.suite.provider, 'auto_activate', view.corp, [
    ['Scene', 1],
    [
      'AccountList',
      [
        ['ActiveCode', licence.activeCode],
        ['Type', licence.type],
        ['ExpireTime', licence.expireTime],
        ['UserId', view.show(licence.userid)],
        ['PreviousStatus', 1],
      ],
    ],
  ]);
};

/** A member without a base licence is sent to the provider, who is told (developer.work.weixin.qq.com/document/path/95716). */
const isTurnedAway = (platform: Platform, corp: Corp, app: App, member: Member): boolean => {
  const { world } = platform;
  const now = world.clock.seconds();
  if (hasBase(corp, app, member.userid, now)) return false;
  const licence = activateSpare(corp, app, member.userid, now);
  if (licence) {
    tellActivation(platform, corp, app, licence);
    return false;
  }
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

const letIn = (ctx: Context, sitting: Sitting, { corp, member }: { corp: Corp; member: Member }) => {
  const { platform, asked } = sitting;
  const app = appAsked(asked, corp);
  if (app) joinByMember(platform, corp, app, member);
  if (app && isTurnedAway(platform, corp, app, member)) return showPage(ctx, unlicensedPage());
  const isAgreed = consentOf(ctx, sitting, corp, member);
  if (isAgreed !== undefined) return goBack(ctx, sitting, corp, { userid: member.userid, isAgreed });
  const name = app?.name ?? asked.suite?.name ?? '';
  showPage(
    ctx,
    consentPage(name, member.name, (answer) => withAnswer(ctx, 'sim_consent', answer)),
  );
};

const choiceOf = (ctx: Context, { corps, isLogin }: Asked): string => {
  const prefix = (corp: Corp) => (corps.length > 1 ? `${corp.corpId}/` : '');
  return choosePage(corps, (corp, id) => withAnswer(ctx, 'sim_user', prefix(corp) + id), {
    cancelUrl: isLogin ? withAnswer(ctx, 'sim_cancel', '1') : undefined,
  });
};

/**
 * Web authorization in the client (developer.work.weixin.qq.com/document/path/91022, for suites path/91120) and
 * browser login (path/98152, 98151). Who is logged in: `sim_user` of the query, the cookie `sim_member`, the name of
 * the frame, or a choice by hand.
 */
export const authorizeMiddleware = (platform: Platform, codes: OauthCodes): Middleware => {
  const consents = createConsents(platform.world.clock);
  return async (ctx, next) => {
    if (!PATHS.has(ctx.path) || ctx.method !== 'GET') return next();
    ctx.set('Cache-Control', 'no-store');
    const query = new URLSearchParams(ctx.querystring);
    const asked = readAsked(platform, ctx.path === '/wwlogin/sso/login', query);
    if (typeof asked === 'string') return showPage(ctx, errorPage(asked));
    if (asked.isLogin && query.has('sim_cancel')) return cancel(ctx, asked);
    const isFrame = ctx.get('Sec-Fetch-Dest') === 'iframe';
    const found = memberOf(
      asked.corps,
      query.get('sim_user') ?? (isFrame ? '' : ctx.cookies.get('sim_member')),
    );
    if (found) return letIn(ctx, { platform, codes, consents, asked }, found);
    const choose = choiceOf(ctx, asked);
    showPage(ctx, isFrame ? framePage(choose) : choose);
  };
};
