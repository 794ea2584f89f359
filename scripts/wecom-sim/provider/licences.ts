import { type Corp, findMember } from '../world/corp.ts';
import type { App } from '../world/types.ts';

const DAY = 86_400;
const TRIAL_DAYS = 90;
const YEAR = 365 * DAY;

export interface Licence {
  activeCode: string;
  /** 1 base 基础账号, 2 interop 互通账号, which includes the base. */
  type: 1 | 2;
  userid: string;
  activeTime: number;
  expireTime: number;
}

/** The licences of one app in one corp. */
export interface Licensing {
  /** `trial` checks from 90 days after the first install on, `on` at once, `off` never. */
  check: 'trial' | 'on' | 'off';
  firstInstalledAt: number;
  accounts: Licence[];
  /** Bought accounts of nobody yet, which activate themselves. */
  spare: number;
}

const books = new WeakMap<Corp, Map<string, Licensing>>();

/** The trial of an app starts with its first install and not again; accounts belong to provider and corp. */
export const licensingOf = (corp: Corp, suiteId: string, now: number): Licensing => {
  const book = books.get(corp) ?? new Map<string, Licensing>();
  books.set(corp, book);
  const found = book.get(suiteId) ?? { check: 'trial', firstInstalledAt: now, accounts: [], spare: 0 };
  book.set(suiteId, found);
  return found;
};

export const trialOf = (licensing: Licensing) => ({
  start: licensing.firstInstalledAt,
  end: licensing.firstInstalledAt + TRIAL_DAYS * DAY,
});

export const isChecked = (licensing: Licensing, now: number): boolean =>
  licensing.check === 'on' || (licensing.check === 'trial' && now >= trialOf(licensing).end);

const has = (corp: Corp, app: App, userid: string, now: number, type: 1 | 2): boolean => {
  if (!app.grant) return true;
  const licensing = licensingOf(corp, app.grant.suite.suiteId, now);
  if (!isChecked(licensing, now)) return true;
  const name = findMember(corp, userid)?.userid;
  return licensing.accounts.some(
    (account) => account.userid === name && account.type >= type && account.expireTime > now,
  );
};

/** May the app call about this member's customers? Self-built apps need no licence. */
export const hasInterop = (corp: Corp, app: App, userid: string, now: number): boolean =>
  has(corp, app, userid, now, 2);

/** May the app identify this member and write to him? */
export const hasBase = (corp: Corp, app: App, userid: string, now: number): boolean =>
  has(corp, app, userid, now, 1);

/** A bought account activates itself for a member without one who opens the app; undefined when there is none. */
export const activateSpare = (corp: Corp, app: App, userid: string, now: number): Licence | undefined => {
  if (!app.grant) return undefined;
  const licensing = licensingOf(corp, app.grant.suite.suiteId, now);
  if (licensing.spare === 0) return undefined;
  licensing.spare -= 1;
  const licence: Licence = {
    ...{ activeCode: `auto${licensing.accounts.length + 1}${userid}`, type: 2, userid },
    ...{ activeTime: now, expireTime: now + YEAR },
  };
  licensing.accounts.push(licence);
  return licence;
};
