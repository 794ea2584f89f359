import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import type { Provider, Suite } from './types.ts';

const PRE_AUTH_SECONDS = 1200;
export const AUTH_SECONDS = 600;
const TOKEN_SECONDS = 7200;
const LOGIN_SECONDS = 600;

/** Opaque, as long as real ones. */
const mint = (bytes = 96) => randomBytes(bytes).toString('base64url');

interface Timed<T> {
  value: T;
  expiresAt: number;
}

/** Values that are known for some time, then expired for good. */
const createShelf = <T>(clock: Clock, seconds: number) => {
  const shelf = new Map<string, Timed<T>>();
  return {
    put(value: T, bytes?: number): string {
      const code = mint(bytes);
      shelf.set(code, { value, expiresAt: clock.seconds() + seconds });
      return code;
    },
    /** The value, `expired`, or undefined for what is unknown. */
    look(code: string): T | 'expired' | undefined {
      const found = shelf.get(code);
      if (!found) return undefined;
      return found.expiresAt > clock.seconds() ? found.value : 'expired';
    },
    drop: (code: string) => void shelf.delete(code),
  };
};

export interface PreAuth {
  suite: Suite;
  authType: number;
}

export interface PendingGrant {
  suite: Suite;
  corp: Corp;
  app: App;
  state: string;
  /** Exchanging it replaces the permanent code. */
  isReset: boolean;
}

export interface LoginGrant {
  provider: Provider;
  corp: Corp;
  userid: string;
}

type Holder = { provider: Provider } | { suite: Suite };

/** Tokens and codes of providers and suites: suite and provider tokens stay the same while they are valid. */
export const createProviderCodes = (clock: Clock) => {
  const tokens = createShelf<Holder>(clock, TOKEN_SECONDS);
  const current = new Map<string, Timed<string>>();

  const token = (key: string, holder: Holder): { value: string; secondsLeft: number } => {
    const old = current.get(key);
    const now = clock.seconds();
    if (old && old.expiresAt > now && tokens.look(old.value)) {
      return { value: old.value, secondsLeft: old.expiresAt - now };
    }
    const fresh = { value: tokens.put(holder, 160), expiresAt: now + TOKEN_SECONDS };
    current.set(key, fresh);
    return { value: fresh.value, secondsLeft: TOKEN_SECONDS };
  };

  return {
    preAuth: createShelf<PreAuth>(clock, PRE_AUTH_SECONDS),
    auth: createShelf<PendingGrant>(clock, AUTH_SECONDS),
    login: createShelf<LoginGrant>(clock, LOGIN_SECONDS),
    providerToken: (provider: Provider) => token(`provider ${provider.corpId}`, { provider }),
    suiteToken: (suite: Suite) => token(`suite ${suite.suiteId}`, { suite }),
    holder: tokens.look,
    /** Ends the tokens of a suite or provider before their time. */
    revoke(of: Suite | Provider) {
      const key = 'suiteId' in of ? `suite ${of.suiteId}` : `provider ${of.corpId}`;
      const old = current.get(key);
      if (old) tokens.drop(old.value);
      current.delete(key);
    },
    permanentCode: () => mint(48),
    ticket: () => mint(72),
  };
};

export type ProviderCodes = ReturnType<typeof createProviderCodes>;
