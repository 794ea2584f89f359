import type { TokenAccess } from './access.ts';
import type { CorpCall } from './api/call.ts';
import { createTokenCall, type TokenCallOptions } from './token-call.ts';

export type CorpCallOptions = { access: TokenAccess } & Pick<
  TokenCallOptions,
  'transport' | 'sleep' | 'random' | 'budget' | 'onCall' | 'now'
>;

/** Runs calls with a corp's access token; see {@link createTokenCall}. */
export function createCorpCall({ access, ...rest }: CorpCallOptions): CorpCall {
  return createTokenCall({
    ...rest,
    corp: access.budgetKey,
    token: {
      parameter: 'access_token',
      get: () => access.accessToken(),
      invalidate: (token) => access.invalidate(token),
    },
  });
}
