import { AppError } from '../../http/app-error.ts';
import { type Installation, type Installations, selfBuiltKey } from '../corps/installation.ts';
import { type FollowInstallations, findInstalled } from '../suites/follow-installations.ts';
import type { Suite, Suites } from '../suites/suite.ts';
import { memberUserId, refusingBadCodes } from './who-signed-in.ts';

/** One way in: a self-built or provider-made app of one company, or a suite that many installed. */
export interface Door {
  /** Path on this site the platform leads back to. */
  readonly callbackPath: string;
  authorizeUrl(page: { redirectUri: string; state: string }): string;
  /** Exchanges the code. A suite learns only now which company the member is from. */
  whoCame(code: string): Promise<{ installation: Installation; userId: string }>;
}

interface DoorContext {
  readonly installations: Installations;
  readonly suites: Suites;
  readonly followInstallations: FollowInstallations;
}

/** How the platform is asked while a person looks at an empty page. */
const somebodyWaits = { priority: 'interactive' } as const;

/** What an address says about the way in. */
export interface AskedDoor {
  readonly suiteId?: string | undefined;
  readonly wecomCorpId?: string | undefined;
}

/**
 * The way in that an address names; without a name, the one this browser came by before, and else the only one there
 * is.
 *
 * @param cameBy - what the browser remembers; an app that is gone by now counts for nothing
 * @throws AppError `session.corp_unknown`; `session.app_replaced` for an app whose company has another one now
 */
export function findDoor(ctx: DoorContext, asked: AskedDoor, cameBy: AskedDoor = {}): Door {
  const isNamed = asked.suiteId !== undefined || asked.wecomCorpId !== undefined;
  const door = namedDoor(ctx, asked) ?? (isNamed ? null : namedDoor(ctx, cameBy)) ?? unnamedDoor(ctx, asked);
  if (door === null) {
    const isReplaced =
      asked.wecomCorpId === undefined
        ? ctx.installations.hasReplaced()
        : ctx.installations.findReplaced(selfBuiltKey, asked.wecomCorpId) !== undefined;
    throw new AppError(isReplaced ? 'session.app_replaced' : 'session.corp_unknown');
  }
  return door;
}

/** Null when nothing is named, or nothing of that name is here. */
function namedDoor(ctx: DoorContext, { suiteId, wecomCorpId }: AskedDoor): Door | null {
  const suite = suiteId === undefined ? undefined : ctx.suites.find(suiteId);
  if (suite?.kind === 'suite') {
    return suiteDoor(ctx, suite);
  }
  return wecomCorpId === undefined ? null : appDoor(ctx, suite?.suiteId ?? selfBuiltKey, wecomCorpId);
}

/** A company that is named is never exchanged for another one. */
function unnamedDoor(ctx: DoorContext, asked: AskedDoor): Door | null {
  return asked.wecomCorpId === undefined ? soleDoor(ctx) : null;
}

function suiteDoor(ctx: DoorContext, suite: Suite): Door {
  return {
    callbackPath: `/auth/suites/${suite.suiteId}/callback`,
    authorizeUrl: (page) => suite.client.authorizeUrl(page),
    async whoCame(code) {
      const info = await refusingBadCodes(() => suite.client.getUserInfo(code, somebodyWaits));
      const userId = memberUserId(info);
      const installation =
        info.kind === 'member' ? await findInstalled(ctx, suite.suiteId, info.corpId) : undefined;
      if (installation === undefined) {
        throw new AppError('session.corp_unknown');
      }
      return { installation, userId };
    },
  };
}

function appDoor(ctx: DoorContext, appKey: string, wecomCorpId: string): Door | null {
  const installation = ctx.installations.find(appKey, wecomCorpId);
  return installation === undefined ? null : installationDoor(installation);
}

function installationDoor(installation: Installation): Door {
  const { appKey, wecomCorpId, client } = installation;
  return {
    callbackPath:
      appKey === selfBuiltKey
        ? `/auth/callback/${wecomCorpId}`
        : `/auth/apps/${appKey}/${wecomCorpId}/callback`,
    authorizeUrl: (page) => client.authorizeUrl(page),
    async whoCame(code) {
      const info = await refusingBadCodes(() => client.getUserInfo(code, somebodyWaits));
      return { installation, userId: memberUserId(info) };
    },
  };
}

/** Without a name a self-built app is meant, which has no name to give; or else the only app there is. */
function soleDoor(ctx: DoorContext): Door | null {
  const suites = ctx.suites.all().filter((suite) => suite.kind === 'suite');
  const apps = ctx.installations.all().filter((app) => ctx.suites.find(app.appKey)?.kind !== 'suite');
  const selfBuilt = apps.filter((app) => app.appKey === selfBuiltKey);
  const [app, ...otherApps] = selfBuilt.length > 0 ? selfBuilt : apps;
  if (app !== undefined) {
    return otherApps.length === 0 ? installationDoor(app) : null;
  }
  const [suite, ...otherSuites] = suites;
  return suite !== undefined && otherSuites.length === 0 ? suiteDoor(ctx, suite) : null;
}
