import { readBodyIds, readQueryIds, showIds } from '../provider/translate.ts';
import { viewOf } from '../provider/view.ts';
import {
  type Anonymous,
  type ApiWorld,
  type Call,
  type CorpEndpoint,
  type Endpoint,
  FILE,
} from './endpoint.ts';
import { ApiError } from './errors.ts';
import type { createLimiter } from './limits.ts';

type Limiter = ReturnType<typeof createLimiter>;
type Result = Promise<Record<string, unknown>>;

/** Which corp and app the access_token of a call stands for. */
const authenticate = (sim: ApiWorld, query: URLSearchParams): Pick<Call, 'corp' | 'app'> => {
  const token = query.get('access_token');
  if (!token) throw new ApiError(41001);
  const holder = sim.credentials.holder(token);
  if (holder === undefined) throw new ApiError(40014);
  if (holder === 'expired') throw new ApiError(42001);
  return holder;
};

const isPermitted = (endpoint: CorpEndpoint, { app }: Pick<Call, 'app'>): boolean => {
  if (endpoint.only && !endpoint.only.includes(app.kind)) return false;
  const needed = [endpoint.permission ?? []].flat();
  return needed.length === 0 || needed.some((permission) => app.permissions.has(permission));
};

/** An app that nobody uses may do nothing it needs a permission for; one of low activity gets no customer data. */
const refuseInactive = (endpoint: CorpEndpoint, { inactivity }: Call['app']) => {
  const needed = [endpoint.permission ?? []].flat();
  if (inactivity === 'closed' && needed.length > 0) throw new ApiError(48006);
  if (inactivity === 'low' && needed.includes('customers')) throw new ApiError(48011);
};

/** Everything that is checked before an endpoint sees a call. */
const admit = (endpoint: CorpEndpoint, call: Pick<Call, 'app'>, ip: string, isAllowed: boolean) => {
  const { app } = call;
  if (app.grant?.cancelled) throw new ApiError(48004);
  if (app.disabled) throw new ApiError(50003);
  if (app.trustedIps && !app.trustedIps.includes(ip)) throw new ApiError(60020);
  if (app.kind === 'customized' && (app.grant?.publishStatus ?? 2) < 2) throw new ApiError(60246);
  if (!isPermitted(endpoint, call)) throw new ApiError(48002);
  refuseInactive(endpoint, app);
  if (!isAllowed) throw new ApiError(45009);
};

/** The suite or provider that a token of theirs stands for. */
const holderOf = (
  sim: ApiWorld,
  query: URLSearchParams,
  name: string,
  codes: Record<'missing' | 'wrong' | 'late', number>,
) => {
  const token = query.get(name);
  if (!token) throw new ApiError(codes.missing);
  const holder = sim.platform.codes.holder(token);
  if (holder === undefined) throw new ApiError(codes.wrong);
  if (holder === 'expired') throw new ApiError(codes.late);
  return holder;
};

const SUITE_CODES = { missing: 41022, wrong: 40082, late: 42009 };
const PROVIDER_CODES = { missing: 41001, wrong: 40014, late: 42001 };

const carryForCorp = async (
  sim: ApiWorld,
  limiter: Limiter,
  endpoint: CorpEndpoint,
  call: Anonymous,
): Result => {
  const holder = authenticate(sim, call.query);
  const isAllowed = endpoint.uncounted || limiter.allow(`${holder.corp.corpId} ${call.path}`);
  admit(endpoint, holder, call.ip, isAllowed);
  const view = viewOf(holder.corp, holder.app);
  if (endpoint.ownIds) return endpoint.handle({ ...call, ...holder, view });
  const body = readBodyIds(view, call.body);
  const query = readQueryIds(view, call.query);
  const answer = await endpoint.handle({ ...call, ...holder, view, body, query });
  return FILE in answer ? answer : showIds(view, answer);
};

/** Carries a call out for whoever its token stands for: a corp's app, a suite, a provider, or nobody. */
export const carry = async (sim: ApiWorld, limiter: Limiter, endpoint: Endpoint, call: Anonymous): Result => {
  if (endpoint.open) return endpoint.handle(call);
  if (endpoint.auth === undefined) return carryForCorp(sim, limiter, endpoint, call);
  if (endpoint.auth === 'suite') {
    const holder = holderOf(sim, call.query, 'suite_access_token', SUITE_CODES);
    if (!('suite' in holder)) throw new ApiError(SUITE_CODES.wrong);
    if (!limiter.allow(`${holder.suite.suiteId} ${call.path}`)) throw new ApiError(45009);
    return endpoint.handle({ ...call, suite: holder.suite });
  }
  const holder = holderOf(sim, call.query, endpoint.tokenName ?? 'provider_access_token', PROVIDER_CODES);
  if (!('provider' in holder)) throw new ApiError(PROVIDER_CODES.wrong);
  if (!limiter.allow(`${holder.provider.corpId} ${call.path}`)) throw new ApiError(45009);
  return endpoint.handle({ ...call, provider: holder.provider });
};
