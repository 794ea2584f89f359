import type { CallbackKeys, ProviderClient, SuiteClient } from '../../wecom/index.ts';

/** A third-party app (第三方应用), or a template of apps made for single corps (代开发). */
export type SuiteKind = 'suite' | 'customized';

/** What the platform calls by an address of its own. */
export interface SuiteReceiver {
  readonly suiteId: string;
  /** `login`: the provider's 登录授权, which has tickets like any suite, but nobody installs it. */
  readonly kind: SuiteKind | 'login';
  readonly callbackKeys: CallbackKeys;
  readonly client: SuiteClient;
}

/** One suite or template of the provider that companies install, as the settings name it. */
export interface Suite extends SuiteReceiver {
  readonly kind: SuiteKind;
  /** What people call it. */
  readonly name: string;
  /** It is not online yet: links install it for testing, and a company that tests cannot install it for good later. */
  readonly isInTest: boolean;
}

/** The provider itself: what concerns all of its suites. */
export interface Provider {
  readonly client: ProviderClient;
  /** What opens its system events; null when the address is not used. */
  readonly callbackKeys: CallbackKeys | null;
}

/** The provider's suites. */
export interface Suites {
  /** Those that companies install. */
  all(): readonly Suite[];
  find(suiteId: string): Suite | undefined;
  /** Signs members in from an ordinary browser; null where the provider has none. */
  readonly login: SuiteReceiver | null;
  /** Whose address was called. */
  findReceiver(suiteId: string): SuiteReceiver | undefined;
}

/** Keeps the suites by id. */
export function createSuites(list: readonly Suite[], login: SuiteReceiver | null = null): Suites {
  const bySuiteId = new Map(list.map((suite) => [suite.suiteId, suite]));
  return {
    all: () => list,
    find: (suiteId) => bySuiteId.get(suiteId),
    login,
    findReceiver: (suiteId) => bySuiteId.get(suiteId) ?? (login?.suiteId === suiteId ? login : undefined),
  };
}
