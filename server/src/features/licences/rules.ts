import type { LicenceNeed, MemberLicenceState } from '@guanxi/shared/installation';
import { DAY } from '@guanxi/shared/time';

/** What the platform said of an app's licences (接口许可). */
export interface AppLicenceFacts {
  readonly mode: string;
  /** 0 while calls are not checked, 1 when they are; null before it was asked. */
  readonly licenceStatus: number | null;
  readonly licenceTrialUntil: Date | null;
  /** From when on calls are checked. */
  readonly licenceCheckedFrom: Date | null;
  readonly licenceReadAt: Date | null;
}

/**
 * Whether calls about a member need a licence of that member.
 *
 * @see https://developer.work.weixin.qq.com/document/path/95844
 */
export function licenceNeed(app: AppLicenceFacts, now: Date): LicenceNeed {
  if (app.mode === 'self-built') {
    return 'not_needed';
  }
  if (app.licenceReadAt === null) {
    return 'unknown';
  }
  if (app.licenceStatus === 1) {
    return app.licenceCheckedFrom === null || app.licenceCheckedFrom <= now ? 'needed' : 'trial';
  }
  if (app.licenceTrialUntil === null) {
    return 'not_needed';
  }
  if (app.licenceTrialUntil > now) {
    return 'trial';
  }
  // The trial ended after the platform was asked, or it lets calls pass although it is over.
  return app.licenceReadAt < app.licenceTrialUntil ? 'needed' : 'not_needed';
}

/** Before a trial ends its company must learn who has no licence. */
const noticeMs = 30 * DAY;

/** Whether the licences of single members matter now: they are needed, or soon will be. */
export function needsLicenceReading(app: AppLicenceFacts, now: Date): boolean {
  const need = licenceNeed(app, now);
  const end = app.licenceStatus === 1 ? app.licenceCheckedFrom : app.licenceTrialUntil;
  const endsSoon = need === 'trial' && end !== null && end.getTime() - now.getTime() < noticeMs;
  return need === 'needed' || need === 'unknown' || endsSoon;
}

/** A member's licence as it is kept. */
export interface KeptLicence {
  readonly kind: string;
  readonly expiresAt: Date | null;
}

/** One account code of a member, as the platform lists it. */
interface Account {
  readonly kind: 'base' | 'interop';
  readonly expiresAt: Date;
}

/** The licence that several accounts of one member amount to: the strongest that is in force. */
export function licenceOf(accounts: readonly Account[], now: Date): KeptLicence {
  const inForce = accounts.filter((account) => account.expiresAt > now);
  const interop = inForce.filter((account) => account.kind === 'interop');
  const best = interop.length > 0 ? interop : inForce;
  const [first] = best;
  if (first !== undefined) {
    return { kind: first.kind, expiresAt: latest(best) };
  }
  return { kind: 'none', expiresAt: accounts.length === 0 ? null : latest(accounts) };
}

function latest(accounts: readonly Account[]): Date {
  return new Date(Math.max(...accounts.map((account) => account.expiresAt.getTime())));
}

/** Where a member stands. */
export function memberLicenceState(
  need: LicenceNeed,
  licence: KeptLicence | null,
  now: Date,
): MemberLicenceState {
  if (need === 'not_needed') {
    return 'not_needed';
  }
  const isOver = licence?.expiresAt != null && licence.expiresAt <= now;
  if (licence !== null && licence.kind !== 'none' && !isOver) {
    return licence.kind === 'interop' ? 'active' : 'base';
  }
  if (need === 'trial') {
    return 'trial';
  }
  if (licence === null) {
    return 'unknown';
  }
  return isOver ? 'expired' : 'none';
}
