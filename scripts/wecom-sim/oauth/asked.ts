import { encryptCorpId } from '../provider/ids.ts';
import { installedApp } from '../provider/install.ts';
import type { Platform } from '../provider/platform.ts';
import type { Suite } from '../provider/types.ts';
import type { Corp } from '../world/corp.ts';

const SCOPES = new Set(['snsapi_base', 'snsapi_userinfo', 'snsapi_privateinfo']);
const STATE = /^[0-9A-Za-z_\-.~]*$/;

export interface Asked {
  /** Whether it is the browser login. */
  isLogin: boolean;
  /** Corps whose members may answer; one when the appid is a corpid. */
  corps: Corp[];
  suite: Suite | undefined;
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

/** The corp of an appid: plain, or as a provider with a provider-developed app there knows it. */
const corpOf = (platform: Platform, appid: string): Corp | undefined => {
  const own = platform.world.corps.get(appid);
  if (own) return own;
  return [...platform.world.corps.values()].find((corp) =>
    corp.apps.some(
      ({ grant, kind }) =>
        kind === 'customized' && grant && encryptCorpId(grant.suite.provider.corpId, corp.corpId) === appid,
    ),
  );
};

/** A trusted domain must equal the host exactly, port included. */
const isTrusted = (asked: Pick<Asked, 'corps' | 'suite' | 'agentId' | 'redirect'>): boolean => {
  const { corps, suite, agentId, redirect } = asked;
  if (suite) return suite.trustedDomains.includes(redirect.host);
  return corps
    .flatMap((corp) => corp.apps)
    .filter((app) => agentId === undefined || app.agentId === agentId)
    .some((app) => app.kind !== 'suite' && app.trustedDomains.includes(redirect.host));
};

const scopeOf = (isLogin: boolean, query: URLSearchParams): string | undefined => {
  if (isLogin) return 'snsapi_base';
  const scope = query.get('scope') ?? '';
  return SCOPES.has(scope) ? scope : undefined;
};

/** What is wrong with the kind of the request, in the client's words. */
const wrongKind = (
  isLogin: boolean,
  query: URLSearchParams,
  suite: Suite | undefined,
): string | undefined => {
  if (!isLogin) return query.get('response_type') === 'code' ? undefined : 'response_type参数错误';
  if (query.get('login_type') !== (suite ? 'ServiceApp' : 'CorpApp')) return 'login_type参数错误';
  return suite && suite.kind !== 'login' ? 'appid不是登录授权应用' : undefined;
};

/** The suite an appid means: templates have none of their own, and only the browser login knows login suites. */
const suiteOf = (platform: Platform, isLogin: boolean, appid: string): Suite | undefined => {
  const found = platform.suite(appid);
  if (found?.kind === 'login' && !isLogin) return undefined;
  return found?.kind === 'template' ? undefined : found;
};

const corpsOf = (platform: Platform, suite: Suite | undefined, appid: string): Corp[] => {
  if (!suite) return [corpOf(platform, appid) ?? []].flat();
  const all = [...platform.world.corps.values()];
  const isIn = (corp: Corp) =>
    suite.kind === 'login'
      ? corp.apps.some(({ grant }) => grant?.suite.provider === suite.provider && !grant.cancelled)
      : installedApp(corp, suite) !== undefined;
  const installed = all.filter(isIn);
  return [...installed, ...all.filter((corp) => !installed.includes(corp))];
};

/** The request, or the words with which the client refuses it. */
export const readAsked = (platform: Platform, isLogin: boolean, query: URLSearchParams): Asked | string => {
  const appid = query.get('appid') ?? '';
  const suite = suiteOf(platform, isLogin, appid);
  const corps = corpsOf(platform, suite, appid);
  if (corps.length === 0) return 'appid参数错误';
  const wrong = wrongKind(isLogin, query, suite);
  if (wrong) return wrong;
  const scope = scopeOf(isLogin, query);
  if (!scope) return 'scope参数错误';
  const agentId = suite ? undefined : agentIdOf(query);
  if (!suite && agentId === undefined && (isLogin || scope === 'snsapi_privateinfo'))
    return 'agentid参数错误';
  const redirect = redirectOf(query);
  if (!redirect || !isTrusted({ corps, suite, agentId, redirect })) return 'redirect_uri参数错误';
  const state = query.get('state') ?? '';
  if (state.length > 128 || !STATE.test(state)) return 'state参数错误';
  return { isLogin, corps, suite, agentId, redirect, scope, state };
};
