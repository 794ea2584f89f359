import { randomBytes, timingSafeEqual } from 'node:crypto';

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
 * another host becomes the fallback.
 */
export function safeReturnPath(wanted: string | undefined, fallback = '/sidebar'): string {
  if (wanted === undefined || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(wanted)) {
    return fallback;
  }
  const base = 'https://own.invalid';
  return URL.canParse(wanted, base) && new URL(wanted, base).origin === base ? wanted : fallback;
}
