import type { LicenceNeed, PermissionName, SetupCheck, SetupProblem } from '@guanxi/shared/installation';
import { DAY, SECOND } from '@guanxi/shared/time';

/** What one check found, before it has its name. */
export type Finding = Omit<SetupCheck, 'name'>;

const nothing = { errcode: null, amount: null, at: null, names: [] };

/** A check that passes, with what it tells besides. */
export function passes(told: Partial<Finding> = {}): Finding {
  return { ...nothing, ...told, outcome: 'pass', problem: null };
}

/** A check that says what is wrong. */
export function finds(outcome: 'warn' | 'fail', problem: SetupProblem, told: Partial<Finding> = {}): Finding {
  return { ...nothing, ...told, outcome, problem };
}

/** Callbacks come daily in any company that works. */
const silentMs = 7 * DAY;

/** Whether the platform's callbacks arrive. */
export function judgeCallbacks(lastAt: Date | null, now: Date): Finding {
  if (lastAt === null) {
    return finds('fail', 'never_called');
  }
  const at = lastAt.toISOString();
  return now.getTime() - lastAt.getTime() > silentMs ? finds('warn', 'long_silent', { at }) : passes({ at });
}

/** Whether somebody is there whose customers can be read. */
export function judgeRange(inRange: number, followMembers: number): Finding {
  if (inRange === 0) {
    return finds('fail', 'nobody_in_range');
  }
  return followMembers === 0 ? finds('fail', 'no_follow_members') : passes({ amount: followMembers });
}

/** Whether what the product needs was granted. */
export function judgePermissions(granted: readonly string[], wanted: readonly PermissionName[]): Finding {
  const names = wanted.filter((name) => !granted.includes(name));
  if (names.includes('externalcontact:base:base')) {
    return finds('fail', 'customers_not_permitted', { names });
  }
  return names.length > 0 ? finds('warn', 'permissions_missing', { names }) : passes();
}

const smallSkewMs = 30 * SECOND;
const largeSkewMs = 300 * SECOND;

/** Whether our clock and the platform's agree; null before the platform was called. */
export function judgeClock(skewMs: number | null): Finding {
  const amount = Math.round((skewMs ?? 0) / SECOND);
  if (Math.abs(skewMs ?? 0) > largeSkewMs) {
    return finds('fail', 'clock_differs', { amount });
  }
  return Math.abs(skewMs ?? 0) > smallSkewMs
    ? finds('warn', 'clock_differs', { amount })
    : passes({ amount });
}

/** What is known of licences. */
export interface LicenceStand {
  readonly need: LicenceNeed;
  readonly lacking: number;
  readonly expiring: number;
  readonly trialUntil: Date | null;
}

const trialNoticeMs = 30 * DAY;

/** Whether who needs a licence has one. */
export function judgeLicences(stand: LicenceStand, now: Date): Finding {
  const { need, lacking, expiring, trialUntil } = stand;
  if (need === 'unknown') {
    return finds('warn', 'licences_unknown');
  }
  if (need === 'trial' && trialUntil !== null && trialUntil.getTime() - now.getTime() < trialNoticeMs) {
    return finds('warn', 'trial_ends', { at: trialUntil.toISOString() });
  }
  if (need === 'needed' && lacking > 0) {
    return finds('fail', 'licences_missing', { amount: lacking });
  }
  return need === 'needed' && expiring > 0
    ? finds('warn', 'licences_expiring', { amount: expiring })
    : passes();
}

/** Whether the last full sync ended well. */
export function judgeSync(run: { status: string; finishedAt: Date | null } | null): Finding {
  if (run === null) {
    return finds('warn', 'never_synced');
  }
  const at = run.finishedAt?.toISOString() ?? null;
  if (run.status === 'asking') {
    return finds('warn', 'sync_asking', { at });
  }
  return run.status === 'failed' ? finds('fail', 'sync_failed', { at }) : passes({ at });
}
