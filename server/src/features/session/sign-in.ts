import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { WecomError } from '../../wecom/index.ts';
import type { Installation } from '../corps/installation.ts';
import { admitMember } from '../members/admit-member.ts';

/** What signing in needs of the server. */
export interface SignInContext {
  readonly database: Database;
  readonly now: () => Date;
}

/** Codes of the platform that mean: this member may not use the app. */
const outsideRangeCodes = new Set([50_002, 60_021, 92_000]);

/** A fresh `state`: letters and digits, unguessable, good for one sign-in. */
export function newState(): string {
  return randomBytes(16).toString('hex');
}

/** True when the `state` that came back is the one that was sent. */
export function isSameState(sent: string | undefined, returned: string | undefined): boolean {
  const [sentBytes, returnedBytes] = [Buffer.from(sent ?? ''), Buffer.from(returned ?? '')];
  return (
    sentBytes.length > 0 &&
    sentBytes.length === returnedBytes.length &&
    timingSafeEqual(sentBytes, returnedBytes)
  );
}

/**
 * Where to go after signing in: only paths of this site. Anything that a browser could read as
 * another host becomes the sidebar.
 */
export function safeReturnPath(wanted: string | undefined): string {
  const fallback = '/sidebar';
  if (wanted === undefined || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(wanted)) {
    return fallback;
  }
  const base = 'https://own.invalid';
  return URL.canParse(wanted, base) && new URL(wanted, base).origin === base ? wanted : fallback;
}

/**
 * Exchanges the code for the member who opened the page, and makes sure there is a row for them.
 *
 * @returns the member's local id
 * @throws AppError `session.code_rejected`, `session.not_a_member`, `session.outside_range`
 */
export async function signIn(ctx: SignInContext, installation: Installation, code: string): Promise<number> {
  return admitMember(ctx, installation, await userIdOf(installation, code));
}

async function userIdOf(installation: Installation, code: string): Promise<string> {
  try {
    const info = await installation.client.getUserInfo(code);
    if (info.kind !== 'member') {
      throw new AppError('session.not_a_member');
    }
    return info.userId;
  } catch (error) {
    if (error instanceof WecomError && error.reaction === 'reauthorise') {
      throw new AppError('session.code_rejected', { errcode: error.errcode, cause: error });
    }
    if (error instanceof WecomError && outsideRangeCodes.has(error.errcode)) {
      throw new AppError('session.outside_range', { errcode: error.errcode, cause: error });
    }
    throw error;
  }
}
