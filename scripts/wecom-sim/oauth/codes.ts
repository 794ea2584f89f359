import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

const LIFE_SECONDS = 300;

export interface Grant {
  corpId: string;
  /** The app named by the authorize URL, if any. */
  agentId: number | undefined;
  /** The suite whose suite_id was the appid; then only its suite_access_token may redeem the code. */
  suiteId?: string | undefined;
  userid: string;
  scope: string;
  /** Whether the member agreed to show what `snsapi_privateinfo` asks for. */
  isAgreed: boolean;
  redirectHost: string;
}

/** OAuth codes: five minutes, once (developer.work.weixin.qq.com/document/path/91022). */
export interface OauthCodes {
  issue(grant: Grant): string;
  /** The grant, `expired`, or undefined for a code that is unknown or used. `isFor` says who may use it. */
  redeem(code: string, isFor: (grant: Grant) => boolean): Grant | 'expired' | undefined;
}

export const createOauthCodes = (clock: Clock): OauthCodes => {
  const codes = new Map<string, { grant: Grant; expiresAt: number }>();
  return {
    issue(grant) {
      const code = randomBytes(32).toString('base64url');
      codes.set(code, { grant, expiresAt: clock.seconds() + LIFE_SECONDS });
      return code;
    },
    redeem(code, isFor) {
      const found = codes.get(code);
      if (!found || !isFor(found.grant)) return undefined;
      codes.delete(code);
      return found.expiresAt > clock.seconds() ? found.grant : 'expired';
    },
  };
};
