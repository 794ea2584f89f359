import { z } from 'zod';
import type { CallOptions, CorpCall } from '../api/call.ts';
import { WecomUnavailable } from '../errors.ts';
import { maybeText, number, readAs, someText, text } from '../wire.ts';

/** Who came back from a login of the suite. */
export type SuiteUserInfo =
  | {
      kind: 'member';
      corpId: string;
      /** The provider's encrypted id, also for a corp that has not installed the suite. */
      userId: string;
      openUserId?: string;
      /** For {@link getSuiteUserDetail}, two hours; only after consent, and inside the visible range. */
      userTicket: string | null;
    }
  | { kind: 'outsider'; openId: string; externalUserId: null };

/** What the member agreed to show; fields that were refused are empty or a stand-in. */
export type SuiteUserDetail = {
  corpId: string;
  userId: string;
  /** 0 without consent, 1 male, 2 female. */
  gender: number;
  avatar: string | null;
  qrCode: string | null;
};

// The older form of the answer spells the names with capitals.
const userInfo = z.object({
  corpid: maybeText,
  CorpId: maybeText,
  userid: maybeText,
  UserId: maybeText,
  open_userid: maybeText,
  user_ticket: maybeText,
  openid: maybeText,
  OpenId: maybeText,
});

/**
 * Exchanges the code of a login, which works once and for five minutes.
 * @throws {WecomError} 40029, 42003, 42022 (`reauthorise`): begin the login again, once
 * @see https://developer.work.weixin.qq.com/document/path/91121
 */
export async function getSuiteUserInfo(
  call: CorpCall,
  code: string,
  options?: CallOptions,
): Promise<SuiteUserInfo> {
  const api = 'service/auth/getuserinfo3rd';
  const wire = readAs(api, userInfo, await call({ api, method: 'GET', query: { code } }, options));
  const userId = wire.userid ?? wire.UserId;
  const corpId = wire.corpid ?? wire.CorpId;
  const openUserId = wire.open_userid ? { openUserId: wire.open_userid } : {};
  if (userId && corpId)
    return { kind: 'member', corpId, userId, ...openUserId, userTicket: wire.user_ticket };
  const openId = wire.openid ?? wire.OpenId;
  if (openId) return { kind: 'outsider', openId, externalUserId: null };
  throw new WecomUnavailable({ api, reason: 'unexpected_shape', note: 'neither member nor openid' });
}

const userDetail = z
  .object({ corpid: text, userid: text, gender: number, avatar: maybeText, qr_code: someText })
  .transform(
    (wire): SuiteUserDetail => ({
      corpId: wire.corpid,
      userId: wire.userid,
      gender: wire.gender,
      avatar: wire.avatar,
      qrCode: wire.qr_code || null,
    }),
  );

/**
 * What a member agreed to show. The name is never among it.
 * @throws {WecomError} 84014, 84015 (`reauthorise`): the ticket is over
 * @see https://developer.work.weixin.qq.com/document/path/91122
 */
export async function getSuiteUserDetail(
  call: CorpCall,
  userTicket: string,
  options?: CallOptions,
): Promise<SuiteUserDetail> {
  const api = 'service/auth/getuserdetail3rd';
  const answer = await call({ api, method: 'POST', body: { user_ticket: userTicket } }, options);
  return readAs(api, userDetail, answer);
}
