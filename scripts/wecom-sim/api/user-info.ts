import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError } from './errors.ts';

/** The member behind an OAuth code; a code issued for another app is as good as unknown. */
const whoIs = ({ corp, app, codes, query }: Call) => {
  const code = query.get('code');
  if (!code) throw new ApiError(41008);
  const grant = codes.redeem(
    code,
    (candidate) =>
      candidate.corpId === corp.corpId &&
      (candidate.agentId === undefined || candidate.agentId === app.agentId),
  );
  if (grant === undefined) throw new ApiError(40029);
  if (grant === 'expired') throw new ApiError(42003);
  if (!app.trustedDomains.includes(grant.redirectHost)) throw new ApiError(50001);
  return { userid: grant.userid };
};

/** OAuth: who opened the page (developer.work.weixin.qq.com/document/path/91023). */
export const userInfoEndpoints: EndpointTable = {
  '/cgi-bin/auth/getuserinfo': { page: 91023, method: 'GET', handle: whoIs },
  '/cgi-bin/user/getuserinfo': {
    ...{ page: 91023, method: 'GET' },
    // The old path writes its fields in CamelCase.
    handle: (call) => ({ UserId: whoIs(call).userid, DeviceId: '' }),
  },
};
