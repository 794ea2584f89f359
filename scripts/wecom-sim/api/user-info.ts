import { randomBytes } from 'node:crypto';
import type { Grant } from '../oauth/codes.ts';
import { installedApp } from '../provider/install.ts';
import { providerView, viewOf } from '../provider/view.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { isVisible } from '../world/scope.ts';
import type { App } from '../world/types.ts';
import type { Anonymous, Call, EndpointTable, SuiteCall } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { optionalText } from './params.ts';

const OWN_TICKET_SECONDS = 1800;
const SUITE_TICKET_SECONDS = 7200;

interface Ticket {
  corp: Corp;
  userid: string;
  /** What the member did not agree to show stays hidden. */
  isAgreed: boolean;
  /** The app, or the suite of a third-party app. */
  of: App | SuiteCall['suite'];
  expiresAt: number;
}

const redeemed = (call: Anonymous, isFor: (grant: Grant) => boolean): Grant => {
  const code = call.query.get('code');
  if (!code) throw new ApiError(41008);
  const grant = call.codes.redeem(code, isFor);
  if (grant === undefined) throw new ApiError(40029);
  if (grant === 'expired') throw new ApiError(42003);
  return grant;
};

const wantsDetails = ({ scope }: Grant) => scope !== 'snsapi_base';

/** OAuth: who opened the page (developer.work.weixin.qq.com/document/path/91023, for suites 91121 and 91122). */
export const userInfoEndpoints = (): EndpointTable => {
  const tickets = new Map<string, Ticket>();

  const mint = (ticket: Omit<Ticket, 'expiresAt'>, now: number, seconds: number): string => {
    const value = randomBytes(48).toString('base64url');
    tickets.set(value, { ...ticket, expiresAt: now + seconds });
    return value;
  };

  /** The member behind an OAuth code; a code issued for another app is as good as unknown. */
  const whoIs = (call: Call) => {
    const { corp, app, clock } = call;
    if (app.kind === 'suite') throw new ApiError(48002);
    const grant = redeemed(
      call,
      (candidate) =>
        candidate.suiteId === undefined &&
        candidate.corpId === corp.corpId &&
        (candidate.agentId === undefined || candidate.agentId === app.agentId),
    );
    if (!app.trustedDomains.includes(grant.redirectHost)) throw new ApiError(50001);
    const member = findMember(corp, grant.userid);
    const isOpen = wantsDetails(grant) && member && isVisible(corp, app, member);
    return {
      userid: grant.userid,
      ...(isOpen && {
        user_ticket: mint(
          { corp, userid: grant.userid, of: app, isAgreed: grant.isAgreed },
          clock.seconds(),
          OWN_TICKET_SECONDS,
        ),
      }),
    };
  };

  const ticketOf = (call: Anonymous, of: Ticket['of']): Ticket => {
    const ticket = tickets.get(optionalText(call.body, 'user_ticket') ?? '');
    if (!ticket || ticket.of !== of) throw new ApiError(84015);
    if (ticket.expiresAt <= call.clock.seconds()) throw new ApiError(84014);
    return ticket;
  };

  const detail = (call: Call) => {
    const ticket = ticketOf(call, call.app);
    const member = ticket.isAgreed ? findMember(call.corp, ticket.userid) : undefined;
    return {
      ...{ userid: ticket.userid, gender: String(member?.gender ?? 0), avatar: '', qr_code: '' },
      ...{ mobile: member?.mobile ?? '', email: '', biz_mail: '', address: '' },
    };
  };

  const thirdWhoIs = (call: SuiteCall) => {
    const { suite, world, clock } = call;
    const grant = redeemed(call, (candidate) => candidate.suiteId === suite.suiteId);
    if (!suite.trustedDomains.includes(grant.redirectHost)) throw new ApiError(50001);
    const corp = world.corp(grant.corpId);
    const app = installedApp(corp, suite);
    // Without a grant the ids are always encrypted.
    const view = app ? viewOf(corp, app) : providerView(corp, suite.provider.corpId);
    const member = findMember(corp, grant.userid);
    const isOpen = wantsDetails(grant) && app && member && isVisible(corp, app, member);
    const userid = view.show(grant.userid);
    return {
      ...{ corpid: view.corp, userid, open_userid: userid },
      ...(isOpen && {
        user_ticket: mint(
          { corp, userid: grant.userid, of: suite, isAgreed: grant.isAgreed },
          clock.seconds(),
          SUITE_TICKET_SECONDS,
        ),
        expires_in: SUITE_TICKET_SECONDS,
      }),
    };
  };

  const thirdDetail = (call: SuiteCall) => {
    const { corp, userid, isAgreed } = ticketOf(call, call.suite);
    const app = installedApp(corp, call.suite);
    if (!app) throw new ApiError(48004);
    const view = viewOf(corp, app);
    const shown = view.show(userid);
    const gender = String((isAgreed && findMember(corp, userid)?.gender) || 0);
    return { corpid: view.corp, userid: shown, name: shown, gender, avatar: '' };
  };

  return {
    '/cgi-bin/user/getuserdetail': {
      // The path of before 2022, which old clients still call.
      ...{ page: 95833, method: 'POST', only: ['self-built', 'customized'], handle: detail },
    },
    '/cgi-bin/auth/getuserinfo': { page: 91023, method: 'GET', uncounted: true, handle: whoIs },
    '/cgi-bin/user/getuserinfo': {
      ...{ page: 91023, method: 'GET', uncounted: true, ownIds: true },
      // The old path writes its fields in CamelCase.
      handle: (call) => ({ UserId: call.view.show(whoIs(call).userid), DeviceId: '' }),
    },
    '/cgi-bin/auth/getuserdetail': {
      ...{ page: 95833, method: 'POST', only: ['self-built', 'customized'], handle: detail },
    },
    '/cgi-bin/service/auth/getuserinfo3rd': { page: 91121, method: 'GET', auth: 'suite', handle: thirdWhoIs },
    '/cgi-bin/service/getuserinfo3rd': {
      ...{ page: 91121, method: 'GET', auth: 'suite' },
      handle(call: SuiteCall) {
        const { corpid, userid, open_userid, user_ticket } = thirdWhoIs(call);
        return { CorpId: corpid, UserId: userid, DeviceId: '', open_userid, user_ticket };
      },
    },
    '/cgi-bin/service/auth/getuserdetail3rd': {
      ...{ page: 91122, method: 'POST', auth: 'suite', handle: thirdDetail },
    },
  };
};
