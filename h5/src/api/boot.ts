import { type Boot, bootElementId } from '@guanxi/shared/boot';
import type { Locale } from '@guanxi/shared/locale';
import { deleteSession, getSession, keepLocale, type SignInWay, type Viewer } from '@guanxi/shared/session';
import { ApiError, call } from './client.ts';

const triedKey = 'guanxi.sign-in-tried';

/**
 * The path the server's sign-in starts at and returns from.
 *
 * @param boot - names the app the page was opened by, which the address says only on the first page; null where the
 * server wrote nothing
 */
export function signInUrl(location: Pick<Location, 'pathname' | 'search'>, boot: Boot | null): string {
  const query = new URLSearchParams({ return: location.pathname + location.search });
  if (boot !== null) {
    const { suiteId, wecomCorpId } = boot.viewer.corp;
    if (suiteId !== null) query.set('suite', suiteId);
    query.set('corp', wecomCorpId);
  }
  return `/auth/start?${query}`;
}

/** What the server wrote into the page; null when it wrote nothing or the element is damaged. */
export function readBoot(root: Document = document): Boot | null {
  const text = root.getElementById(bootElementId)?.textContent;
  if (!text) return null;
  try {
    return JSON.parse(text) as Boot;
  } catch {
    return null;
  }
}

/**
 * Asks the session route who looks, for a page without a boot element. Without a session it leaves
 * for the sign-in once; the promise then stays pending, because the page is going away.
 */
export async function loadBoot(): Promise<Boot> {
  try {
    const viewer = await call(getSession, {});
    sessionStorage.removeItem(triedKey);
    return { viewer, jssdk: null };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'session.missing') throw error;
    if (sessionStorage.getItem(triedKey)) throw error;
    sessionStorage.setItem(triedKey, '1');
    location.replace(signInUrl(location, readBoot()));
    return new Promise(() => {});
  }
}

/**
 * Tells the server which language is read here, so that messages come in the same one; once, when it is another than
 * before. A failure disturbs nobody: the next page tells it again.
 */
export async function tellLocale(viewer: Viewer, locale: Locale): Promise<void> {
  if (viewer.locale !== locale) {
    await call(keepLocale, { body: { locale } }).catch(() => undefined);
  }
}

/** Goes to the sign-in again because the person asked for it; back to this page unless another one is meant. */
export function signIn(returnTo: string = location.pathname + location.search): void {
  sessionStorage.removeItem(triedKey);
  location.replace(signInUrl({ pathname: returnTo, search: '' }, readBoot()));
}

/** Ends the session and leaves for the page that asks to sign in; nothing of what was shown stays on the screen. */
export async function signOut(): Promise<void> {
  await call(deleteSession, {});
  location.replace('/login');
}

/** The path that leads to the platform's page for ordinary browsers. */
export function loginUrl(way: Pick<SignInWay, 'suiteId' | 'wecomCorpId'>, returnTo: string | null): string {
  const query = new URLSearchParams();
  if (returnTo !== null) query.set('return', returnTo);
  if (way.suiteId !== null) query.set('suite', way.suiteId);
  if (way.wecomCorpId !== null) query.set('corp', way.wecomCorpId);
  return `/auth/login?${query}`;
}
