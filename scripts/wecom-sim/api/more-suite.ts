import { qrPng } from '../qr.ts';
import { findMember } from '../world/corp.ts';
import { visibleMembers } from '../world/scope.ts';
import { type Call, type EndpointTable, FILE, type SuiteCall } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { optionalInt, requiredText } from './params.ts';

const authorised = ({ app, corp }: Call) => {
  if (app.grant?.authMode !== 1) throw new ApiError(48002);
  return visibleMembers(corp, app);
};

/** Members who installed for themselves, and the app's code. */
export const moreSuiteEndpoints: EndpointTable = {
  '/cgi-bin/user/list_member_auth': {
    ...{ page: 94513, method: 'POST', ownIds: true, empty: { member_auth_list: [] } },
    handle: (call) => ({
      next_cursor: '',
      member_auth_list: authorised(call).map(({ userid }) => ({ open_userid: call.view.show(userid) })),
    }),
  },
  '/cgi-bin/user/check_member_auth': {
    ...{ page: 94514, method: 'POST', ownIds: true },
    handle(call) {
      const member = findMember(call.corp, call.view.read(requiredText(call.body, 'open_userid')));
      return { is_member_auth: authorised(call).some(({ userid }) => userid === member?.userid) };
    },
  },
  '/cgi-bin/service/get_app_qrcode': {
    ...{ page: 95430, method: 'POST', auth: 'suite' },
    handle(call: SuiteCall) {
      const query = new URLSearchParams({
        suite_id: call.suite.suiteId,
        state: String(call.body.state ?? ''),
      });
      const address = `${call.baseUrl()}/3rdapp/customized?${query}`;
      if (optionalInt(call.body, 'result_type') === 2) return { qrcode: address };
      return { [FILE]: { name: 'qrcode.png', type: 'image/png', bytes: qrPng(address) } };
    },
  },
};
