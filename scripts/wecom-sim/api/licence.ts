import { isChecked, type Licence, licensingOf, trialOf } from '../provider/licences.ts';
import { providerView } from '../provider/view.ts';
import { findMember } from '../world/corp.ts';
import type { EndpointTable, ProviderCall } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { fieldsOf } from './message-body.ts';
import { optionalInt, requiredText } from './params.ts';
import { grantedCorp } from './provider.ts';

const YEAR = 31_536_000;
const MAX_BATCH = 1000;

const corpAndUser = (call: ProviderCall, body: Record<string, unknown>) => {
  const corp = grantedCorp(call, requiredText(call.body, 'corpid'));
  const view = providerView(corp, call.provider.corpId);
  const member = findMember(corp, view.read(requiredText(body, 'userid')));
  if (!member) throw new ApiError(60111);
  return { corp, view, member };
};

/** Accounts of a provider in a corp count for all of its suites there. */
const accountsOf = (call: ProviderCall, corp: ReturnType<typeof grantedCorp>) =>
  call.provider.suites.map((suite) => licensingOf(corp, suite.suiteId, call.clock.seconds()).accounts);

const activate = (call: ProviderCall, body: Record<string, unknown>, type: 1 | 2, activeCode: string) => {
  const { corp, member } = corpAndUser(call, body);
  const now = call.clock.seconds();
  const licence: Licence = {
    ...{ activeCode, type, userid: member.userid, activeTime: now, expireTime: now + YEAR },
  };
  for (const accounts of accountsOf(call, corp)) {
    if (accounts.some((other) => other.activeCode === activeCode && other.userid !== member.userid)) {
      throw new ApiError(701003);
    }
    accounts.push(licence);
  }
};

/** Codes carry their kind in this world: `base…` is a base account, any other an interop account. */
const typeOfCode = (code: string): 1 | 2 => (code.startsWith('base') ? 1 : 2);

const activateCode = (call: ProviderCall, body: Record<string, unknown>) => {
  const code = requiredText(body, 'active_code');
  activate(call, body, typeOfCode(code), code);
  return {};
};

const batch = (call: ProviderCall) => {
  const list: unknown = call.body.active_list;
  if (!Array.isArray(list) || list.length === 0) throw invalidParam('active_list');
  if (list.length > MAX_BATCH) throw tooLong('active_list', MAX_BATCH);
  const result = list.map(fieldsOf).map((item) => {
    try {
      activateCode(call, item);
      return { ...item, errcode: 0 };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { ...item, errcode: error.errcode };
    }
  });
  return { active_result: result };
};

const appInfo = (call: ProviderCall) => {
  const corp = grantedCorp(call, requiredText(call.body, 'corpid'));
  const suite = call.platform.suite(requiredText(call.body, 'suite_id'));
  if (suite?.provider !== call.provider) throw new ApiError(40083);
  const now = call.clock.seconds();
  const licensing = licensingOf(corp, suite.suiteId, now);
  const trial = trialOf(licensing);
  return {
    license_status: isChecked(licensing, now) ? 1 : 0,
    // The official spelling.
    trail_info: { start_time: trial.start, end_time: trial.end },
    license_check_time: licensing.check === 'on' ? now : trial.end,
  };
};

const ofUser = (call: ProviderCall) => {
  const { corp, view, member } = corpAndUser(call, call.body);
  const now = call.clock.seconds();
  const rows = (accountsOf(call, corp)[0] ?? []).filter((account) => account.userid === member.userid);
  return {
    active_status: rows.some((row) => row.expireTime > now) ? 1 : 0,
    active_info_list: rows.map((row) => ({
      ...{ active_code: row.activeCode, type: row.type, userid: view.show(row.userid) },
      ...{ active_time: row.activeTime, expire_time: row.expireTime },
    })),
  };
};

/** Interface licences 接口许可 (developer.work.weixin.qq.com/document/path/95652, 95553, 95844). */
export const licenceEndpoints: EndpointTable = {
  '/cgi-bin/license/get_app_license_info': {
    ...{ page: 95844, method: 'POST', auth: 'provider', handle: appInfo },
  },
  '/cgi-bin/license/active_account': {
    ...{ page: 95553, method: 'POST', auth: 'provider', handle: (call) => activateCode(call, call.body) },
  },
  '/cgi-bin/license/batch_active_account': {
    ...{ page: 95553, method: 'POST', auth: 'provider', handle: batch },
  },
  '/cgi-bin/license/active_account_by_type': {
    ...{ page: 95553, method: 'POST', auth: 'provider' },
    handle(call: ProviderCall) {
      const type = optionalInt(call.body, 'type');
      if (type !== 1 && type !== 2) throw invalidParam('type');
      activate(
        call,
        call.body,
        type,
        `${type === 1 ? 'base' : 'interop'}${Math.random().toString(36).slice(2)}`,
      );
      return {};
    },
  },
  '/cgi-bin/license/get_active_info_by_user': {
    ...{ page: 95555, method: 'POST', auth: 'provider', empty: { active_info_list: [] }, handle: ofUser },
  },
};
