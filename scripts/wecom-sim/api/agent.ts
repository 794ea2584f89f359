import type { EndpointTable } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { queryInt } from './params.ts';

/** The app itself 应用 (developer.work.weixin.qq.com/document/path/90363, 100073). */
export const agentEndpoints: EndpointTable = {
  '/cgi-bin/agent/get': {
    ...{ page: 90363, method: 'GET' },
    handle({ app, query }) {
      const agentId = queryInt(query, 'agentid');
      if (agentId === undefined) throw new ApiError(40056);
      if (agentId !== app.agentId) throw new ApiError(301002);
      return {
        agentid: app.agentId,
        name: app.name,
        square_logo_url: '',
        description: app.description,
        allow_userinfos: { user: app.visible.users.map((userid) => ({ userid })) },
        allow_partys: { partyid: app.visible.departments },
        allow_tags: { tagid: [] },
        close: app.disabled ? 1 : 0,
        redirect_domain: app.trustedDomains[0] ?? '',
        report_location_flag: 0,
        isreportenter: 0,
        home_url: app.homeUrl,
        ...(app.kind === 'customized' && { customized_publish_status: app.grant?.publishStatus ?? 2 }),
      };
    },
  },
  '/cgi-bin/agent/get_admin_list': {
    ...{ page: 100073, method: 'POST', empty: { admin: [] } },
    handle: ({ app }) => ({ admin: app.admins.map((userid) => ({ userid, auth_type: 1 })) }),
  },
};
