import type { SignInWay } from '@guanxi/shared/session';
import { AppError } from '../../http/app-error.ts';
import { selfBuiltKey, suiteIdOf } from '../corps/installation.ts';
import { type AskedDoor, type DoorContext, isReplaced, namedDoor, soleApp } from './door.ts';

/**
 * Where members can sign in from an ordinary browser: first what the address names, then what everybody may know of:
 * the self-built app, and the provider's apps. The companies that installed those are nobody's business; their members
 * come by the provider's login, or by a link that names them.
 *
 * @throws AppError `session.app_replaced`
 */
export function listSignInWays(ctx: DoorContext, asked: AskedDoor): SignInWay[] {
  const named = namedDoor(ctx, asked)?.browser == null ? null : namedWay(ctx, asked);
  if (named === null && asked.wecomCorpId !== undefined && isReplaced(ctx, asked)) {
    throw new AppError('session.app_replaced');
  }
  const all = [...(named === null ? [] : [named]), ...publicWays(ctx)];
  return all.filter((way, index) => all.findIndex((other) => isSame(way, other)) === index);
}

function publicWays(ctx: DoorContext): SignInWay[] {
  const selfBuilt = ctx.installations.all().filter((app) => app.appKey === selfBuiltKey);
  const suites = ctx.suites.login === null ? [] : ctx.suites.all();
  const ways = [
    ...selfBuilt.map(({ wecomCorpId, name }) => ({ suiteId: null, wecomCorpId, name })),
    ...suites.map(({ suiteId, name }) => ({ suiteId, wecomCorpId: null, name })),
  ];
  const only = ways.length === 0 ? soleApp(ctx) : null;
  const way = only && namedWay(ctx, { suiteId: suiteIdOf(only) ?? undefined, wecomCorpId: only.wecomCorpId });
  return way ? [way] : ways;
}

function namedWay(ctx: DoorContext, { suiteId, wecomCorpId }: AskedDoor): SignInWay | null {
  const suite = suiteId === undefined ? undefined : ctx.suites.find(suiteId);
  if (suite !== undefined) {
    // A suite's members bring their company with them.
    const company = suite.kind === 'suite' ? null : (wecomCorpId ?? null);
    return { suiteId: suite.suiteId, wecomCorpId: company, name: suite.name };
  }
  const installation = ctx.installations.find(selfBuiltKey, wecomCorpId ?? '');
  return installation === undefined
    ? null
    : { suiteId: null, wecomCorpId: installation.wecomCorpId, name: installation.name };
}

function isSame(one: SignInWay, other: SignInWay): boolean {
  return one.suiteId === other.suiteId && one.wecomCorpId === other.wecomCorpId;
}
