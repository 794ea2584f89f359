import { timingSafeEqual } from 'node:crypto';
import type { Locale } from '@guanxi/shared/locale';
import type { Role } from '@guanxi/shared/session';
import { HOUR } from '@guanxi/shared/time';
import type { Context } from 'koa';
import type { Keyring } from '../db/keyring.ts';

/** The signed-in member, as handlers see them. Its corp is the tenant of everything they touch. */
export interface Actor {
  readonly corpId: number;
  readonly memberId: number;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
  /** Known to have no licence (接口许可) for customer contact while one is needed: their customers are not shown. */
  readonly isUnlicensed: boolean;
}

/** What the session cookie says. */
export interface SessionClaims {
  readonly corpId: number;
  readonly memberId: number;
  /** End of the session in milliseconds since the epoch. */
  readonly expiresAt: number;
}

export const sessionCookie = 'guanxi_session';

/** A working day; WeCom signs in again without a tap. */
export const sessionLifeMs = 12 * HOUR;

const purpose = 'session';

/** The cookie's value: the claims, and a MAC over them. */
export function sealSession(keyring: Keyring, claims: SessionClaims): string {
  const body = Buffer.from(JSON.stringify([claims.corpId, claims.memberId, claims.expiresAt])).toString(
    'base64url',
  );
  const [mac] = keyring.mac(purpose, body);
  return `${body}.${mac?.toString('base64url')}`;
}

/** The claims of a cookie; null when it was forged, cut or has ended. */
export function openSession(keyring: Keyring, value: string | undefined, now: Date): SessionClaims | null {
  const [body, mac] = (value ?? '').split('.');
  if (!body || !mac) {
    return null;
  }
  const given = Buffer.from(mac, 'base64url');
  const isGenuine = keyring
    .mac(purpose, body)
    .some((expected) => expected.length === given.length && timingSafeEqual(expected, given));
  if (!isGenuine) {
    return null;
  }
  const [corpId, memberId, expiresAt] = JSON.parse(
    Buffer.from(body, 'base64url').toString('utf8'),
  ) as number[];
  if (
    corpId === undefined ||
    memberId === undefined ||
    expiresAt === undefined ||
    expiresAt <= now.getTime()
  ) {
    return null;
  }
  return { corpId, memberId, expiresAt };
}

/** Cookies of this server: never readable by scripts, never sent from other sites. */
export function setCookie(
  ctx: Context,
  name: string,
  value: string | null,
  options: { maxAgeMs: number; isSecure: boolean },
): void {
  // A proxy may end https before us; whether browsers use it is known from the settings.
  ctx.cookies.secure = options.isSecure;
  ctx.cookies.set(name, value, {
    httpOnly: true,
    sameSite: 'lax',
    secure: options.isSecure,
    maxAge: options.maxAgeMs,
    path: '/',
    overwrite: true,
  });
}
