import { listSignInWays, type SignInWay } from '@guanxi/shared/session';
import { call } from '../api/client.ts';
import { type Load, useLoad } from './use-load.ts';

/**
 * Where somebody can sign in from this browser.
 *
 * @param named - what the address says about the app
 */
export function useSignInWays(named: {
  suite: string | undefined;
  corp: string | undefined;
}): Load<SignInWay[], []> {
  return useLoad(async () => (await call(listSignInWays, { query: named })).items);
}
