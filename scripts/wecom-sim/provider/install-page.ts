import type { Context, Middleware } from 'koa';
import { escapeHtml } from '../http.ts';
import type { Corp } from '../world/corp.ts';
import { install, installedApp } from './install.ts';
import { noticePage, wholePage } from './pages.ts';
import type { Platform } from './platform.ts';
import type { Range, Suite } from './types.ts';

const STATE = /^[0-9A-Za-z]{0,128}$/;

interface Asked {
  suites: Suite[];
  redirect: URL | undefined;
  state: string;
  title: string;
}

const isUnder = (host: string, domains: readonly string[]): boolean =>
  domains.some((domain) => host === domain || host.endsWith(`.${domain}`));

/** What an install link of a provider's site asks for (developer.work.weixin.qq.com/document/path/90597). */
const readLink = (platform: Platform, query: URLSearchParams): Asked | string => {
  const suite = platform.suite(query.get('suite_id') ?? '');
  if (suite?.kind !== 'suite') return 'suite_id 不正确';
  const preAuth = platform.codes.preAuth.look(query.get('pre_auth_code') ?? '');
  if (preAuth === 'expired') return '预授权码已过期，请回到服务商网站重新打开';
  if (preAuth === undefined || preAuth.suite !== suite) return '预授权码不正确';
  if (!suite.isOnline && preAuth.authType !== 1) return '应用还没上线，只能安装测试';
  const address = query.get('redirect_uri') ?? '';
  if (!/^https?:/.test(address) || !URL.canParse(address)) return 'redirect_uri 不正确';
  const redirect = new URL(address);
  if (!isUnder(redirect.host, suite.redirectDomains)) return 'redirect_uri 不在安装完成回调域名下';
  const state = query.get('state') ?? '';
  if (!STATE.test(state)) return 'state 不正确';
  return { suites: [suite], redirect, state, title: `安装「${suite.name}」` };
};

/** A scanned code of templates, or of the market: the provider hears of it by the event. */
const readCode = (platform: Platform, query: URLSearchParams): Asked | string => {
  const expires = Number(query.get('expires') ?? Number.POSITIVE_INFINITY);
  if (expires <= platform.world.clock.seconds()) return '二维码已过期';
  const ids = (query.get('templateid_list') ?? query.get('suite_id') ?? '').split(',');
  const found = ids.flatMap((id) => platform.suite(id) ?? []);
  const suites = found.filter((suite) => suite.kind !== 'login');
  if (suites.length !== ids.length) return '二维码不正确';
  const title = suites.map((suite) => `「${suite.name}」`).join('');
  return { suites, redirect: undefined, state: query.get('state') ?? '', title: `授权${title}` };
};

/** The range chosen on the page; the whole corp when nothing is. */
const rangeOf = (query: URLSearchParams): Range => {
  const users = query.getAll('sim_user');
  const departments = query.getAll('sim_party').map(Number);
  return users.length + departments.length === 0 ? { users: [], departments: [1] } : { users, departments };
};

const adminOf = (corp: Corp): string =>
  corp.apps[0]?.admins[0] ?? [...corp.members.values()][0]?.userid ?? '';

const confirm = (ctx: Context, platform: Platform, asked: Asked, corp: Corp, query: URLSearchParams) => {
  const member = query.get('sim_member');
  const range = member ? { users: [member], departments: [] } : rangeOf(query);
  let code = '';
  for (const suite of asked.suites) {
    const installed = install(platform, {
      ...{ suite, corp, range, by: member ?? adminOf(corp), authMode: member ? 1 : 0, state: asked.state },
      announce: asked.redirect ? 'redirect' : 'event',
    });
    code = installed.authCode;
  }
  if (!asked.redirect) {
    ctx.body = noticePage(
      '授权完成',
      `${corp.name} 已授权${asked.title.replace('授权', '')}，可以关闭本页。`,
    );
    return;
  }
  platform.codes.preAuth.drop(query.get('pre_auth_code') ?? '');
  asked.redirect.searchParams.set('auth_code', code);
  asked.redirect.searchParams.set('expires_in', '600');
  asked.redirect.searchParams.set('state', asked.state);
  ctx.redirect(asked.redirect.href);
};

const choice = (name: string, value: string | number, label: string, note = '', isOn = false): string =>
  `<label><input type="checkbox" name="${name}" value="${escapeHtml(String(value))}"${isOn ? ' checked' : ''}>` +
  `<span>${escapeHtml(label)}${note ? `<small>${escapeHtml(note)}</small>` : ''}</span></label>`;

const corpBlock = (corp: Corp, asked: Asked, hidden: string, isOpen: boolean): string => {
  const [suite] = asked.suites;
  const isThere = suite && installedApp(corp, suite);
  const parties = [...corp.departments.values()].map((department) =>
    choice('sim_party', department.id, department.name, '', department.id === 1),
  );
  const members = [...corp.members.values()]
    .filter((member) => member.status !== 5)
    .map((member) => choice('sim_user', member.userid, member.name, member.position));
  return (
    `<details${isOpen ? ' open' : ''}><summary><b>${escapeHtml(corp.name)}</b><small>${isThere ? '已安装，可修改可见范围' : '未安装'}</small></summary>` +
    `<form method="get"><h2>可见范围</h2><div class="grid">${parties.join('')}</div>` +
    `<h2>成员</h2><div class="grid">${members.join('')}</div>${hidden}` +
    `<footer><button name="sim_admin" value="${escapeHtml(corp.corpId)}">同意并安装</button></footer></form></details>`
  );
};

const page = (platform: Platform, asked: Asked, query: URLSearchParams): string => {
  const hidden = [...query]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const blocks = [...platform.world.corps.values()].map((corp) =>
    corpBlock(corp, asked, hidden, corp.corpId === query.get('sim_corp')),
  );
  const about = asked.suites.map((suite) => `${suite.provider.name} · ${suite.description}`).join('；');
  return wholePage(
    asked.title,
    `<h1>${escapeHtml(asked.title)}</h1><p>${escapeHtml(about)}</p>${blocks.join('')}`,
  );
};

/**
 * The pages on which the admin of a corp agrees: `/3rdapp/install` for a provider's link and `/3rdapp/customized` for a
 * scanned code. `sim_admin=CORPID` agrees at once, with `sim_party` and `sim_user` for the range; `sim_member=USERID`
 * installs for that member alone.
 */
export const installMiddleware =
  (platform: Platform): Middleware =>
  async (ctx, next) => {
    const isLink = ctx.path === '/3rdapp/install';
    if ((!isLink && ctx.path !== '/3rdapp/customized') || ctx.method !== 'GET') return next();
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'html';
    const query = new URLSearchParams(ctx.querystring);
    const asked = isLink ? readLink(platform, query) : readCode(platform, query);
    if (typeof asked === 'string') {
      ctx.body = noticePage('无法安装', asked);
      return;
    }
    const corp = platform.world.corps.get(query.get('sim_admin') ?? '');
    if (corp) return confirm(ctx, platform, asked, corp, query);
    ctx.body = page(platform, asked, query);
  };
