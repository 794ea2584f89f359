import { z } from 'zod';
import type { CallOptions, CorpCall } from '../api/call.ts';
import { WecomUnavailable } from '../errors.ts';
import { maybeText, readAs } from '../wire.ts';

/** Who came back from a login of the suite. */
export type SuiteUserInfo =
  | {
      kind: 'member';
      corpId: string;
      /** The provider's encrypted id, also for a corp that has not installed the suite. */
      userId: string;
      openUserId?: string;
    }
  | { kind: 'outsider'; openId: string; externalUserId: null };

// The older form of the answer spells the names with capitals.
const userInfo = z.object({
  corpid: maybeText,
  CorpId: maybeText,
  userid: maybeText,
  UserId: maybeText,
  open_userid: maybeText,
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
  if (userId && corpId) return { kind: 'member', corpId, userId, ...openUserId };
  const openId = wire.openid ?? wire.OpenId;
  if (openId) return { kind: 'outsider', openId, externalUserId: null };
  throw new WecomUnavailable({ api, reason: 'unexpected_shape', note: 'neither member nor openid' });
}
