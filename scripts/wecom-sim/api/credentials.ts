import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';

export const LIFE_SECONDS = 7200;

interface Issued {
  value: string;
  corp: Corp;
  app: App;
  expiresAt: number;
}

export interface Lease {
  value: string;
  secondsLeft: number;
}

/** Access tokens and JS-SDK tickets: the same value while it is valid. */
export interface Credentials {
  token(corp: Corp, app: App): Lease;
  /** Who holds this token; `expired` when its time is over, undefined when it never was one. */
  holder(token: string): { corp: Corp; app: App } | 'expired' | undefined;
  /** Invalidates the tokens of an app before their time, as the platform may at any moment. */
  revoke(app: App): void;
  ticket(kind: 'corp' | 'agent', corp: Corp, app: App): Lease;
}

/** Opaque, as long as real ones (over 200 characters). */
const mint = () => randomBytes(160).toString('base64url');

const leaseOf = (issued: Issued, clock: Clock): Lease => ({
  value: issued.value,
  secondsLeft: Math.max(0, issued.expiresAt - clock.seconds()),
});

export const createCredentials = (clock: Clock): Credentials => {
  const current = new Map<string, Issued>();
  const tokens = new Map<string, Issued>();

  const issue = (key: string, corp: Corp, app: App): Issued => {
    const old = current.get(key);
    if (old && old.expiresAt > clock.seconds()) return old;
    const issued = { value: mint(), corp, app, expiresAt: clock.seconds() + LIFE_SECONDS };
    current.set(key, issued);
    return issued;
  };
  const tokenKey = (corp: Corp, app: App) => `token ${corp.corpId} ${app.agentId}`;

  return {
    token(corp, app) {
      const issued = issue(tokenKey(corp, app), corp, app);
      tokens.set(issued.value, issued);
      return leaseOf(issued, clock);
    },
    holder(token) {
      const issued = tokens.get(token);
      if (!issued) return undefined;
      return issued.expiresAt > clock.seconds() ? { corp: issued.corp, app: issued.app } : 'expired';
    },
    revoke(app) {
      for (const [value, issued] of tokens) {
        if (issued.app !== app) continue;
        tokens.delete(value);
        current.delete(tokenKey(issued.corp, app));
      }
    },
    ticket(kind, corp, app) {
      const key = kind === 'corp' ? `corp ${corp.corpId}` : `agent ${corp.corpId} ${app.agentId}`;
      return leaseOf(issue(key, corp, app), clock);
    },
  };
};
