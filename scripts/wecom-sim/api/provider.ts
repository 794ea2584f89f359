import { encryptCorpId } from '../provider/ids.ts';
import { providerView } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import type { EndpointTable, ProviderCall } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { optionalInt, optionalText, requiredText, textList } from './params.ts';

const QR_SECONDS = 864_000;
const MAX_TEMPLATES = 9;
const MAX_STATE_BYTES = 32;

/** A corp where the provider has a live grant: 48001 for the others. */
export const grantedCorp = (call: ProviderCall, corpId: string): Corp => {
  const corp = call.world.corps.get(corpId) ?? call.platform.corpOf(call.provider, corpId);
  if (!corp) throw new ApiError(40013);
  const hasGrant = corp.apps.some(({ grant }) => grant?.suite.provider === call.provider && !grant.cancelled);
  if (!hasGrant) throw new ApiError(48001);
  return corp;
};

const customizedUrl = (call: ProviderCall) => {
  const state = optionalText(call.body, 'state') ?? '';
  if (Buffer.byteLength(state) > MAX_STATE_BYTES) throw tooLong('state', MAX_STATE_BYTES);
  const ids = textList(call.body, 'templateid_list');
  if (ids.length === 0 || ids.length > MAX_TEMPLATES) throw invalidParam('templateid_list');
  for (const id of ids) {
    const suite = call.platform.suite(id);
    if (suite?.kind !== 'template' || suite.provider !== call.provider) throw new ApiError(40083);
  }
  const query = new URLSearchParams({ templateid_list: ids.join(','), state });
  query.set('expires', String(call.clock.seconds() + QR_SECONDS));
  return { qrcode_url: `${call.baseUrl()}/3rdapp/customized?${query}`, expires_in: QR_SECONDS };
};

const loginInfo = (call: ProviderCall) => {
  const code = requiredText(call.body, 'auth_code');
  const found = call.platform.codes.login.look(code);
  if (found === undefined || found === 'expired' || found.provider !== call.provider)
    throw new ApiError(40078);
  call.platform.codes.login.drop(code);
  const { corp, userid } = found;
  const view = providerView(corp, call.provider.corpId);
  const apps = corp.apps.filter(({ grant }) => grant?.suite.provider === call.provider);
  const shown = view.show(userid);
  return {
    usertype: apps.some((app) => app.admins.includes(userid)) ? 2 : 5,
    user_info: { userid: shown, open_userid: shown, name: shown, avatar: '' },
    corp_info: { corpid: view.corp },
    agent: apps.map((app) => ({ agentid: app.agentId, auth_type: app.admins.includes(userid) ? 1 : 0 })),
    auth_info: { department: [] },
  };
};

const finishMigration = (call: ProviderCall, types: readonly unknown[]) => {
  const corp = grantedCorp(call, requiredText(call.body, 'corpid'));
  const agentId = optionalInt(call.body, 'agentid');
  if (types.some((type) => type !== 1 && type !== 3)) throw invalidParam('openid_type');
  const apps = corp.apps.filter(({ grant, agentId: id, kind }) => {
    if (grant?.suite.provider !== call.provider) return false;
    return agentId === undefined ? kind === 'suite' : id === agentId;
  });
  if (apps.length === 0) throw new ApiError(40056);
  for (const { grant } of apps) {
    if (!grant) continue;
    grant.encryptedUsers ||= types.includes(1);
    grant.encryptedContacts ||= types.includes(3);
  }
  return {};
};

/** What a provider calls for itself (path/97061, 98744, 96518). */
export const providerEndpoints: EndpointTable = {
  '/cgi-bin/service/corpid_to_opencorpid': {
    ...{ page: 97061, method: 'POST', auth: 'provider' },
    handle(call: ProviderCall) {
      const corp = grantedCorp(call, requiredText(call.body, 'corpid'));
      return { open_corpid: encryptCorpId(call.provider.corpId, corp.corpId) };
    },
  },
  '/cgi-bin/service/get_customized_auth_url': {
    ...{ page: 98744, method: 'POST', auth: 'provider', handle: customizedUrl },
  },
  '/cgi-bin/service/get_login_info': {
    ...{ page: 91125, method: 'POST', auth: 'provider', tokenName: 'access_token', handle: loginInfo },
  },
  '/cgi-bin/service/finish_openid_migration': {
    ...{ page: 96518, method: 'POST', auth: 'provider' },
    handle(call: ProviderCall) {
      const types: unknown = call.body.openid_type;
      if (!Array.isArray(types) || types.length === 0) throw invalidParam('openid_type');
      return finishMigration(call, types);
    },
  },
  '/cgi-bin/service/externalcontact/finish_external_userid_migration': {
    ...{ page: 95884, method: 'POST', auth: 'provider', handle: (call) => finishMigration(call, [3]) },
  },
};
