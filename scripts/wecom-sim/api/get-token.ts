import { viewOf } from '../provider/view.ts';
import { type Lease, LIFE_SECONDS } from './credentials.ts';
import type { Anonymous, Call, EndpointTable } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { createQuota, HOUR } from './limits.ts';

const BAN_SECONDS = 3600;
const TICKETS_AN_HOUR = { corp: 400, app: 100 };

/** The corp of a corpid: plain, or as the provider of a provider-developed app knows it. */
const corpOf = ({ world }: Anonymous, corpId: string) =>
  world.corps.get(corpId) ??
  [...world.corps.values()].find((corp) =>
    corp.apps.some((app) => app.kind === 'customized' && viewOf(corp, app).corp === corpId),
  );

const expiresIn = ({ faults }: Anonymous, lease: Lease) =>
  faults.switches.expiresInCountsDown ? lease.secondsLeft : LIFE_SECONDS;

/** Wrong secrets by source; enough of them block it for an hour when the switch says so. */
const createBans = () => {
  const wrong = new Map<string, { count: number; until: number }>();
  return {
    check({ ip, clock }: Anonymous) {
      if ((wrong.get(ip)?.until ?? 0) > clock.seconds()) throw new ApiError(45009);
    },
    count({ ip, clock, faults }: Anonymous) {
      const entry = wrong.get(ip) ?? { count: 0, until: 0 };
      entry.count += 1;
      const { secretBanAfter } = faults.switches;
      if (secretBanAfter > 0 && entry.count >= secretBanAfter) {
        Object.assign(entry, { count: 0, until: clock.seconds() + BAN_SECONDS });
      }
      wrong.set(ip, entry);
    },
    forget: ({ ip }: Anonymous) => void wrong.delete(ip),
  };
};

/** gettoken (developer.work.weixin.qq.com/document/path/91039) and the platform's address lists. */
export const tokenEndpoints = (): EndpointTable => {
  const bans = createBans();

  const getToken = (call: Anonymous) => {
    const corpId = call.query.get('corpid');
    const secret = call.query.get('corpsecret');
    if (!corpId) throw new ApiError(41002);
    if (!secret) throw new ApiError(41004);
    bans.check(call);
    const corp = corpOf(call, corpId);
    if (!corp) throw new ApiError(40013);
    const app = [...corp.apps, corp.contactApp].find(
      (candidate) => candidate.secret !== '' && candidate.secret === secret,
    );
    if (!app || app.disabled) {
      bans.count(call);
      throw new ApiError(40001);
    }
    // An app has its token by the corpid that it knows, which an upgrade of ids changes.
    if (call.world.corps.has(corpId) !== call.world.corps.has(viewOf(corp, app).corp))
      throw new ApiError(40013);
    bans.forget(call);
    const lease = call.credentials.token(corp, app);
    return { access_token: lease.value, expires_in: expiresIn(call, lease) };
  };

  const ofCorp = createQuota(HOUR);
  const ofApp = createQuota(HOUR);

  /** 400 an hour for a corp and 100 for an app; the number for agentConfig is not published, so it has none. */
  const countTicket = ({ corp, app, clock }: Call) => {
    const now = clock.seconds();
    const isFine =
      ofCorp.take(corp.corpId, now, 1, TICKETS_AN_HOUR.corp) &&
      ofApp.take(`${corp.corpId} ${app.agentId}`, now, 1, TICKETS_AN_HOUR.app);
    if (!isFine) throw new ApiError(45009);
  };

  const ticket = (call: Call, kind: 'corp' | 'agent') => {
    if (kind === 'corp') countTicket(call);
    const lease = call.credentials.ticket(kind, call.corp, call.app);
    return { ticket: lease.value, expires_in: expiresIn(call, lease) };
  };

  return {
    '/cgi-bin/gettoken': { page: 91039, method: 'GET', open: true, handle: getToken },
    '/cgi-bin/get_api_domain_ip': {
      ...{ page: 92520, method: 'GET', empty: { ip_list: [] } },
      handle: () => ({ ip_list: ['127.0.0.1'] }),
    },
    '/cgi-bin/getcallbackip': {
      ...{ page: 92521, method: 'GET', empty: { ip_list: [] } },
      handle: ({ faults }) => ({ ip_list: faults.switches.callbackAddresses.split(',') }),
    },
    '/cgi-bin/get_jsapi_ticket': { page: 90506, method: 'GET', handle: (call) => ticket(call, 'corp') },
    '/cgi-bin/ticket/get': {
      ...{ page: 94313, method: 'GET' },
      handle(call) {
        if (call.query.get('type') !== 'agent_config') throw new ApiError(91040);
        return ticket(call, 'agent');
      },
    },
  };
};
