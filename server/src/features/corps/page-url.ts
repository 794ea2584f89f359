import { type Installation, selfBuiltKey } from './installation.ts';

/** The address of a page for a message; it says which way in, so that signing in knows the company. */
export function pageUrl(
  publicUrl: string,
  installation: Pick<Installation, 'appKey' | 'wecomCorpId'>,
  path: `/${string}`,
): string {
  const url = new URL(path, publicUrl);
  if (installation.appKey !== selfBuiltKey) {
    url.searchParams.set('suite', installation.appKey);
  }
  url.searchParams.set('corp', installation.wecomCorpId);
  return url.href;
}
