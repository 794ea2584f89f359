import { createHash } from 'node:crypto';
import type { Contact } from '../world/types.ts';
import { visibleFollowers } from './contact-shape.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { createQuota, DAY_OF_CHINA, HOUR } from './limits.ts';
import { externalUserIdOf, optionalInt, requiredText, textList } from './params.ts';

const PENDING_SECONDS = 90 * 86_400;
const MAX_BATCH = 100;
const LIMITS = { hour: 100_000, day: 480_000 };
/** An openid or a unionid of WeChat. */
const SHAPE = /^o[\w-]{27}$/;

/** The openid of a contact at the corp: always the same, and no other's. */
const openIdOf = ({ corp }: Call, contact: Contact): string =>
  `o${createHash('sha256').update(`${corp.corpId} ${contact.externalUserId}`).digest('base64url').slice(0, 27)}`;

/** Both ids as a mini program got them. Whose account it was is not known here, so any openid goes with any unionid. */
const askedIds = (call: Call): string => {
  if (!SHAPE.test(requiredText(call.body, 'openid'))) throw new ApiError(40073);
  const unionid = requiredText(call.body, 'unionid');
  if (!SHAPE.test(unionid)) throw new ApiError(610014);
  return unionid;
};

/** A customer of members whom the app sees, by the unionid. */
const customerOf = (call: Call, unionid: string): string | undefined => {
  const { corp, app } = call;
  for (const member of corp.members.values()) {
    for (const { externalUserId } of corp.relations.ofMember(member.userid)) {
      if (corp.relations.contact(externalUserId)?.unionid !== unionid) continue;
      if (visibleFollowers(corp, app, externalUserId).length > 0) return externalUserId;
    }
  }
  return undefined;
};

const pendingId = (call: Call, unionid: string): string => {
  const { corp, clock } = call;
  const old = corp.pending.get(unionid);
  if (old && clock.seconds() - old.at < PENDING_SECONDS) return old.id;
  const id = `pending${corp.random.text(40)}`;
  corp.pending.set(unionid, { id, at: clock.seconds() });
  return id;
};

const pendingOf = (call: Call) => {
  const ids = textList(call.body, 'external_userid');
  if (ids.length === 0) throw invalidParam('external_userid');
  if (ids.length > MAX_BATCH) throw tooLong('external_userid', MAX_BATCH);
  const result = ids.flatMap((externalUserId) => {
    const unionid = call.corp.relations.contact(externalUserId)?.unionid ?? '';
    const pending = call.corp.pending.get(unionid);
    const isLive = pending !== undefined && call.clock.seconds() - pending.at < PENDING_SECONDS;
    return isLive ? [{ external_userid: externalUserId, pending_id: pending.id }] : [];
  });
  return { result };
};

const CUSTOMERS = { method: 'POST', permission: 'customers' } as const;

/** From a unionid to the customer (developer.work.weixin.qq.com/document/path/97108, 93274) and to an openid (path/92292). */
export const unionIdEndpoints = (): EndpointTable => {
  const hour = createQuota(HOUR);
  const day = createQuota(DAY_OF_CHINA);

  /** The subject's limits: of the corp, or of the provider for `subject_type` 1. */
  const count = (call: Call) => {
    const isProviders = optionalInt(call.body, 'subject_type') === 1;
    const key = (isProviders && call.app.grant?.suite.provider.corpId) || call.corp.corpId;
    const now = call.clock.seconds();
    if (!hour.take(key, now, 1, LIMITS.hour) || !day.take(key, now, 1, LIMITS.day)) throw new ApiError(45009);
  };

  return {
    '/cgi-bin/idconvert/unionid_to_external_userid': {
      ...{ ...CUSTOMERS, page: 97108 },
      handle(call) {
        count(call);
        const unionid = askedIds(call);
        const externalUserId = customerOf(call, unionid);
        return externalUserId === undefined
          ? { pending_id: pendingId(call, unionid) }
          : { external_userid: externalUserId };
      },
    },
    '/cgi-bin/idconvert/batch/external_userid_to_pending_id': {
      ...{ ...CUSTOMERS, page: 97108, empty: { result: [] }, handle: pendingOf },
    },
    '/cgi-bin/externalcontact/unionid_to_external_userid': {
      ...{ ...CUSTOMERS, page: 93274, only: ['self-built'] },
      handle(call) {
        const externalUserId = customerOf(call, askedIds(call));
        if (externalUserId === undefined) throw new ApiError(610004);
        return { external_userid: externalUserId };
      },
    },
    '/cgi-bin/externalcontact/convert_to_openid': {
      ...{ ...CUSTOMERS, page: 92292 },
      handle(call) {
        const contact = call.corp.relations.contact(externalUserIdOf(call.body));
        if (contact?.type !== 1) throw new ApiError(40096);
        if (visibleFollowers(call.corp, call.app, contact.externalUserId).length === 0)
          throw new ApiError(84061);
        return { openid: openIdOf(call, contact) };
      },
    },
  };
};
