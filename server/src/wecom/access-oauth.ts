import type { CallOptions, CorpCall } from './api/call.ts';
import { authorizeUrl, getUserInfo, type UserInfo } from './api/oauth.ts';
import { WecomUnavailable } from './errors.ts';
import type { SuiteClient } from './suite/client.ts';

/** A page that a login leads back to, and whose login it is. */
export type OauthPage = {
  redirectUri: string;
  /** Letters and digits, at most 128. */
  state: string;
  scope?: 'snsapi_base' | 'snsapi_privateinfo' | undefined;
  baseUrl?: string | undefined;
};

/** How members of one corp log in to one installation. */
export type CorpOauth = {
  /** Address of the login inside the WeCom client. */
  authorizeUrl(page: OauthPage): string;
  /**
   * Who came back from the client with a code.
   * @param call of this corp; suites ask with their own token instead
   * @throws {WecomUnavailable} `other_corp`: a member, but of another corp
   */
  getUserInfo(call: CorpCall, code: string, options?: CallOptions): Promise<UserInfo>;
};

/** Logins of an app of the corp: self-built, or made for it. */
export function corpAppOauth(self: { corpId: string; agentId: string }): CorpOauth {
  const app = { appId: self.corpId, agentId: self.agentId };
  return {
    authorizeUrl: (page) => authorizeUrl({ ...app, ...page }),
    getUserInfo,
  };
}

/** Logins of a suite. */
export function suiteOauth(self: { corpId: string; suite: SuiteClient }): CorpOauth {
  const { corpId, suite } = self;
  return {
    authorizeUrl: (page) => suite.authorizeUrl(page),
    async getUserInfo(_call, code, options) {
      const info = await suite.getUserInfo(code, options);
      if (info.kind === 'member' && info.corpId !== corpId) {
        throw new WecomUnavailable({ api: 'service/auth/getuserinfo3rd', reason: 'other_corp' });
      }
      return info;
    },
  };
}
