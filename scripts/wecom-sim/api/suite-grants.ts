import { exchange } from '../provider/install.ts';
import { viewOf } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import type { EndpointTable, SuiteCall } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { permissionNames, presentAgent, presentAuthorizer, presentCorp } from './grant-shape.ts';
import { optionalInt, optionalText } from './params.ts';

const permanentCode = (call: SuiteCall) => {
  const code = optionalText(call.body, 'auth_code');
  if (!code) throw new ApiError(41008);
  const pending = exchange(call.platform, call.suite, code);
  if (!pending) throw new ApiError(40078);
  const { corp, app, state } = pending;
  const user = presentAuthorizer(corp, app);
  const answer = {
    permanent_code: app.grant?.permanentCode ?? '',
    auth_corp_info: { corpid: viewOf(corp, app).corp, corp_name: corp.name },
    ...(user && { auth_user_info: user }),
    ...(state !== '' && { state }),
  };
  return { corp, app, answer };
};

/** The app a corpid and a permanent code stand for: 40084 for a code that is wrong, cancelled or another suite's. */
const grantOf = (call: SuiteCall): { corp: Corp; app: App } => {
  const corpId = optionalText(call.body, 'auth_corpid');
  if (!corpId) throw new ApiError(41002);
  const code = optionalText(call.body, 'permanent_code');
  if (!code) throw new ApiError(41025);
  const corp = call.platform.corpOf(call.suite.provider, corpId);
  if (!corp) throw new ApiError(40013);
  const app = corp.apps.find(
    ({ grant }) => grant?.suite === call.suite && !grant.cancelled && grant.permanentCode === code,
  );
  if (!app) throw new ApiError(40084);
  if (viewOf(corp, app).corp.toLowerCase() !== corpId.toLowerCase()) throw new ApiError(40013);
  return { corp, app };
};

const authInfo = (call: SuiteCall) => {
  const { corp, app } = grantOf(call);
  return {
    auth_corp_info: presentCorp(corp, app, call.clock.seconds()),
    auth_info: { agent: [presentAgent(corp, app)] },
    ...(app.grant?.edition && { edition_info: { agent: [{ agentid: app.agentId, ...app.grant.edition }] } }),
  };
};

const tokenOf = (call: SuiteCall, corp: Corp, app: App) => {
  const lease = call.credentials.token(corp, app);
  const counted = call.faults.switches.expiresInCountsDown;
  return { access_token: lease.value, expires_in: counted ? lease.secondsLeft : 7200 };
};

const oldPermanentCode = (call: SuiteCall) => {
  const { corp, app, answer } = permanentCode(call);
  return {
    ...(app.kind === 'suite' && tokenOf(call, corp, app)),
    ...answer,
    auth_corp_info: { ...presentCorp(corp, app, call.clock.seconds()), corp_wxqrcode: '' },
    auth_info: { agent: [presentAgent(corp, app)] },
  };
};

const corpToken = (call: SuiteCall) => {
  // A provider-developed app takes its token from gettoken.
  if (call.suite.kind === 'template') throw new ApiError(48002);
  const { corp, app } = grantOf(call);
  return tokenOf(call, corp, app);
};

const admins = (call: SuiteCall) => {
  const corpId = optionalText(call.body, 'auth_corpid');
  if (!corpId) throw new ApiError(41002);
  const corp = call.platform.corpOf(call.suite.provider, corpId);
  const agentId = optionalInt(call.body, 'agentid');
  const app = corp?.apps.find(({ grant }) => grant?.suite === call.suite && !grant.cancelled);
  if (!corp || !app) throw new ApiError(48004);
  if (agentId !== app.agentId) throw new ApiError(40056);
  const { show } = viewOf(corp, app);
  return {
    admin: app.admins.map((userid) => ({ userid: show(userid), open_userid: show(userid), auth_type: 1 })),
  };
};

/** From the auth_code to the corp's token (path/100776, 100779, 97163, 90605). */
export const suiteGrantEndpoints: EndpointTable = {
  '/cgi-bin/service/v2/get_permanent_code': {
    ...{ page: 100776, method: 'POST', auth: 'suite', handle: (call) => permanentCode(call).answer },
  },
  '/cgi-bin/service/get_permanent_code': {
    ...{ page: 97163, method: 'POST', auth: 'suite', mayOmitErrcode: true, handle: oldPermanentCode },
  },
  '/cgi-bin/service/v2/get_auth_info': { page: 100779, method: 'POST', auth: 'suite', handle: authInfo },
  '/cgi-bin/service/get_auth_info': {
    ...{ page: 90604, method: 'POST', auth: 'suite' },
    handle(call: SuiteCall) {
      const answer = authInfo(call);
      return { ...answer, auth_corp_info: { ...answer.auth_corp_info, corp_wxqrcode: '' } };
    },
  },
  '/cgi-bin/service/get_corp_token': {
    ...{ page: 90605, method: 'POST', auth: 'suite', mayOmitErrcode: true, handle: corpToken },
  },
  '/cgi-bin/service/get_admin_list': {
    ...{ page: 90606, method: 'POST', auth: 'suite', empty: { admin: [] }, handle: admins },
  },
  '/cgi-bin/agent/get_permissions': {
    ...{ page: 99052, method: 'POST', empty: { app_permissions: [] } },
    handle: ({ app }) => ({ app_permissions: permissionNames(app) }),
  },
};
