import { LIFE_SECONDS } from './credentials.ts';
import type { Anonymous, EndpointTable, SuiteCall } from './endpoint.ts';
import { ApiError, invalidParam } from './errors.ts';
import { fieldsOf } from './message-body.ts';
import { optionalInt, optionalText, requiredText } from './params.ts';

const needed = (call: Anonymous, name: string, errcode: number): string => {
  const value = optionalText(call.body, name);
  if (!value) throw new ApiError(errcode);
  return value;
};

const expiresIn = ({ faults }: Anonymous, secondsLeft: number) =>
  faults.switches.expiresInCountsDown ? secondsLeft : LIFE_SECONDS;

const providerToken = (call: Anonymous) => {
  const corpId = needed(call, 'corpid', 41002);
  const secret = needed(call, 'provider_secret', 41004);
  const provider = call.platform.provider(corpId);
  if (!provider) throw new ApiError(40013);
  if (provider.secret !== secret) throw new ApiError(40001);
  const { value, secondsLeft } = call.platform.codes.providerToken(provider);
  return { provider_access_token: value, expires_in: expiresIn(call, secondsLeft) };
};

const suiteToken = (call: Anonymous) => {
  const suiteId = needed(call, 'suite_id', 41021);
  const secret = needed(call, 'suite_secret', 41024);
  const ticket = needed(call, 'suite_ticket', 41023);
  const suite = call.platform.suite(suiteId);
  if (!suite) throw new ApiError(40083);
  if (suite.secret !== secret) throw new ApiError(40080);
  if (!call.platform.pushes.isLiveTicket(suite, ticket)) throw new ApiError(40085);
  const { value, secondsLeft } = call.platform.codes.suiteToken(suite);
  return { suite_access_token: value, expires_in: expiresIn(call, secondsLeft) };
};

const setSession = (call: SuiteCall) => {
  const found = call.platform.codes.preAuth.look(requiredText(call.body, 'pre_auth_code'));
  if (found === undefined || (found !== 'expired' && found.suite !== call.suite)) throw new ApiError(40077);
  if (found === 'expired') throw new ApiError(42007);
  const authType = optionalInt(fieldsOf(call.body.session_info), 'auth_type') ?? 0;
  if (authType !== 0 && authType !== 1) throw invalidParam('auth_type');
  found.authType = authType;
  return {};
};

/** Tokens of providers and suites and the way into an install (path/91200, 90600, 90601, 90602). */
export const suiteTokenEndpoints: EndpointTable = {
  '/cgi-bin/service/get_provider_token': {
    ...{ page: 91200, method: 'POST', open: true, mayOmitErrcode: true, handle: providerToken },
  },
  '/cgi-bin/service/get_suite_token': {
    ...{ page: 90600, method: 'POST', open: true, mayOmitErrcode: true, handle: suiteToken },
  },
  '/cgi-bin/service/get_pre_auth_code': {
    ...{ page: 90601, method: 'GET', auth: 'suite' },
    handle: ({ suite, platform }: SuiteCall) => ({
      pre_auth_code: platform.codes.preAuth.put({ suite, authType: 0 }),
      expires_in: 1200,
    }),
  },
  '/cgi-bin/service/set_session_info': {
    ...{ page: 90602, method: 'POST', auth: 'suite', handle: setSession },
  },
};
