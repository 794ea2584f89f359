import { MINUTE } from '@guanxi/shared/time';

/** The platform's codes last as long; who comes back later begins again. */
export const signInLifeMs = 5 * MINUTE;

/** What a browser keeps while the member is at the platform's page. */
export interface BegunSignIn {
  readonly state: string | undefined;
  readonly returnTo: string | undefined;
  readonly isLate: boolean;
}

/** What the cookie of a sign-in says. */
export function writeSignIn(state: string, returnTo: string, now: Date): string {
  return writeList([state, returnTo, String(now.getTime())]);
}

/** The same read again. */
export function readSignIn(value: string | undefined, now: Date): BegunSignIn {
  const [state, returnTo, begunAt] = readList(value);
  return { state, returnTo, isLate: !(now.getTime() - Number(begunAt) < signInLifeMs) };
}

/** A list of texts as a cookie keeps it. */
export function writeList(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The same read again; what is no text is undefined. */
export function readList(value: string | undefined): (string | undefined)[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value ?? '', 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed.map((one) => (typeof one === 'string' ? one : undefined)) : [];
  } catch {
    return [];
  }
}

/**
 * True for an ordinary browser, outside of the WeCom and WeChat clients: there the platform's sign-in page opens by a
 * scanned code only. Programs, which name no browser at all, count as clients.
 *
 * @param userAgent - every client's begins like a browser's and names itself further on
 * @param isFramed - the page is a frame; only a development server allows that, for the simulated client
 */
export function isOrdinaryBrowser(userAgent: string, isFramed: boolean): boolean {
  return /^mozilla\//i.test(userAgent) && !/wxwork\/|micromessenger/i.test(userAgent) && !isFramed;
}
