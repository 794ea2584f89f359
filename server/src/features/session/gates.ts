import { AppError } from '../../http/app-error.ts';
import { loginUrl } from '../../wecom/index.ts';
import { type Installation, type Installations, selfBuiltKey } from '../corps/installation.ts';
import { type FollowInstallations, findInstalled } from '../suites/follow-installations.ts';
import type { SuiteReceiver } from '../suites/suite.ts';
import { memberUserId, refusingBadCodes } from './who-signed-in.ts';

/** What the platform's sign-in page is told. */
interface SignInPage {
  readonly redirectUri: string;
  readonly state: string;
  readonly language: 'zh' | 'en';
}

/** A sign-in page of the platform, and what comes back from it. */
export interface Gate {
  /** Path on this site the platform leads back to. */
  readonly callbackPath: string;
  /** The platform's page. */
  addressOf(page: SignInPage): string;
  /** Exchanges the code. A suite learns only now which company the member is from. */
  whoCame(code: string): Promise<{ installation: Installation; userId: string }>;
}

export interface GateContext {
  readonly installations: Installations;
  readonly followInstallations: FollowInstallations;
  readonly config: { readonly wecom: { readonly loginUrl: string } };
}

/** How the platform is asked while a person looks at an empty page. */
const somebodyWaits = { priority: 'interactive' } as const;

/** Into an app of one company, inside the client. */
export function appGate(installation: Installation): Gate {
  const { appKey, wecomCorpId, client } = installation;
  return {
    callbackPath:
      appKey === selfBuiltKey
        ? `/auth/callback/${wecomCorpId}`
        : `/auth/apps/${appKey}/${wecomCorpId}/callback`,
    addressOf: (page) => client.authorizeUrl(page),
    async whoCame(code) {
      const info = await refusingBadCodes(() => client.getUserInfo(code, somebodyWaits));
      return { installation, userId: memberUserId(info) };
    },
  };
}

/** The same from an ordinary browser; its codes are exchanged in the same way. */
export function appBrowserGate(ctx: GateContext, installation: Installation): Gate {
  const { wecomCorpId, agentId } = installation;
  const app = { loginType: 'CorpApp', appId: wecomCorpId, agentId: String(agentId) } as const;
  return {
    ...appGate(installation),
    addressOf: (page) => loginUrl({ ...app, ...page, baseUrl: ctx.config.wecom.loginUrl }),
  };
}

/** Into a suite, inside the client. */
export function suiteGate(ctx: GateContext, suite: SuiteReceiver): Gate {
  return {
    callbackPath: `/auth/suites/${suite.suiteId}/callback`,
    addressOf: (page) => suite.client.authorizeUrl(page),
    whoCame: (code) => whoCameBySuite(ctx, suite, suite.suiteId, code),
  };
}

/**
 * Into a suite or template from an ordinary browser. The provider's login suite says who it is; all apps of a provider
 * see a company and its members under the same ids.
 */
export function suiteBrowserGate(ctx: GateContext, login: SuiteReceiver, suiteId: string): Gate {
  const app = { loginType: 'ServiceApp', appId: login.suiteId } as const;
  return {
    callbackPath: `/auth/suites/${suiteId}/login-callback`,
    addressOf: (page) => loginUrl({ ...app, ...page, baseUrl: ctx.config.wecom.loginUrl }),
    whoCame: (code) => whoCameBySuite(ctx, login, suiteId, code),
  };
}

/** @param asked - whose code it is; the member comes into the app `suiteId` of their company */
async function whoCameBySuite(ctx: GateContext, asked: SuiteReceiver, suiteId: string, code: string) {
  const info = await refusingBadCodes(() => asked.client.getUserInfo(code, somebodyWaits));
  const userId = memberUserId(info);
  const installation = info.kind === 'member' ? await findInstalled(ctx, suiteId, info.corpId) : undefined;
  if (installation === undefined) {
    throw new AppError('session.corp_unknown');
  }
  return { installation, userId };
}
