import { AppError } from '../../http/app-error.ts';
import { type Installation, selfBuiltKey } from '../corps/installation.ts';
import type { Suite, Suites } from '../suites/suite.ts';
import {
  appBrowserGate,
  appGate,
  type Gate,
  type GateContext,
  suiteBrowserGate,
  suiteGate,
} from './gates.ts';

/** One way in: a self-built or provider-made app of one company, or a suite or template that many installed. */
export interface Door {
  /** Inside the client; null for a template whose company is not named: there it is the company that signs in. */
  readonly client: Gate | null;
  /** From an ordinary browser; null where the provider has no login suite. */
  readonly browser: Gate | null;
}

export interface DoorContext extends GateContext {
  readonly suites: Suites;
}

/** What an address says about the way in. */
export interface AskedDoor {
  readonly suiteId?: string | undefined;
  readonly wecomCorpId?: string | undefined;
}

/**
 * The way in that an address names; without a name, the one this browser came by before, and else the only one there
 * is. A template is named without its company in links that are the same for all; the browser then knows which.
 *
 * @param cameBy - what the browser remembers; an app that is gone by now counts for nothing
 * @throws AppError `session.corp_unknown`; `session.app_replaced` for an app whose company has another one now
 */
export function findDoor(ctx: DoorContext, asked: AskedDoor, cameBy: AskedDoor = {}): Door {
  const isNamed = asked.suiteId !== undefined || asked.wecomCorpId !== undefined;
  const door =
    namedDoor(ctx, withCompany(ctx, asked, cameBy)) ??
    (isNamed ? null : namedDoor(ctx, cameBy)) ??
    unnamedDoor(ctx, asked);
  if (door === null) {
    throw new AppError(isReplaced(ctx, asked) ? 'session.app_replaced' : 'session.corp_unknown');
  }
  return door;
}

/** True when what was asked for is an app whose company has another one now. */
export function isReplaced(ctx: DoorContext, { wecomCorpId }: AskedDoor): boolean {
  return wecomCorpId === undefined
    ? ctx.installations.hasReplaced()
    : ctx.installations.findReplaced(selfBuiltKey, wecomCorpId) !== undefined;
}

/** The way in of exactly this name; null when nothing is named, or nothing of that name is here. */
export function namedDoor(ctx: DoorContext, { suiteId, wecomCorpId }: AskedDoor): Door | null {
  const suite = suiteId === undefined ? undefined : ctx.suites.find(suiteId);
  if (suite?.kind === 'suite') {
    return suiteDoor(ctx, suite);
  }
  if (wecomCorpId !== undefined) {
    const installation = ctx.installations.find(suite?.suiteId ?? selfBuiltKey, wecomCorpId);
    return installation === undefined ? null : installationDoor(ctx, installation);
  }
  return suite === undefined ? null : templateDoor(ctx, suite);
}

/** A template's address completed by what the browser remembers of the same template. */
export function withCompany(ctx: DoorContext, asked: AskedDoor, cameBy: AskedDoor): AskedDoor {
  const isTemplate = asked.suiteId !== undefined && ctx.suites.find(asked.suiteId)?.kind === 'customized';
  const isComplete = !isTemplate || asked.wecomCorpId !== undefined || cameBy.suiteId !== asked.suiteId;
  const isThere =
    cameBy.wecomCorpId !== undefined &&
    ctx.installations.find(asked.suiteId ?? '', cameBy.wecomCorpId) !== undefined;
  return isComplete || !isThere ? asked : cameBy;
}

/** A company that is named is never exchanged for another one, nor is a template. */
function unnamedDoor(ctx: DoorContext, { suiteId, wecomCorpId }: AskedDoor): Door | null {
  const isTemplate = suiteId !== undefined && ctx.suites.find(suiteId) !== undefined;
  return wecomCorpId !== undefined || isTemplate ? null : soleDoor(ctx);
}

function suiteDoor(ctx: DoorContext, suite: Suite): Door {
  return {
    client: suiteGate(ctx, suite),
    browser: ctx.suites.login === null ? null : suiteBrowserGate(ctx, ctx.suites.login, suite.suiteId),
  };
}

function installationDoor(ctx: DoorContext, installation: Installation): Door {
  return { client: appGate(installation), browser: appBrowserGate(ctx, installation) };
}

/** The only company's app, or whichever the member's company has. */
function templateDoor(ctx: DoorContext, template: Suite): Door | null {
  const [app, ...others] = ctx.installations.all().filter(({ appKey }) => appKey === template.suiteId);
  if (app !== undefined && others.length === 0) {
    return installationDoor(ctx, app);
  }
  const { login } = ctx.suites;
  return login === null ? null : { client: null, browser: suiteBrowserGate(ctx, login, template.suiteId) };
}

/** Without a name a self-built app is meant, which has no name to give; or else the only app there is. */
function soleDoor(ctx: DoorContext): Door | null {
  const app = soleApp(ctx);
  if (app !== null) {
    return installationDoor(ctx, app);
  }
  const [suite, ...others] = ctx.suites.all().filter(({ kind }) => kind === 'suite');
  return suite !== undefined && others.length === 0 && appsOfCompanies(ctx).length === 0
    ? suiteDoor(ctx, suite)
    : null;
}

/** The self-built app, or the only app made for a company; null when there are none or several. */
export function soleApp(ctx: DoorContext): Installation | null {
  const apps = appsOfCompanies(ctx);
  const selfBuilt = apps.filter((app) => app.appKey === selfBuiltKey);
  const [app, ...others] = selfBuilt.length > 0 ? selfBuilt : apps;
  return app !== undefined && others.length === 0 ? app : null;
}

/** Apps that are of one company each. */
function appsOfCompanies(ctx: DoorContext): Installation[] {
  return ctx.installations.all().filter((app) => ctx.suites.find(app.appKey)?.kind !== 'suite');
}
