import type { CallbackKeys, ProviderClient, SuiteClient } from '../../wecom/index.ts';

/** A third-party app (第三方应用), or a template of apps made for single corps (代开发). */
export type SuiteKind = 'suite' | 'customized';

/** One suite of the provider, as the settings name it. */
export interface Suite {
  readonly suiteId: string;
  readonly kind: SuiteKind;
  readonly callbackKeys: CallbackKeys;
  readonly client: SuiteClient;
}

/** The provider itself: what concerns all of its suites. */
export interface Provider {
  readonly client: ProviderClient;
  /** What opens its system events; null when the address is not used. */
  readonly callbackKeys: CallbackKeys | null;
}

/** The provider's suites. */
export interface Suites {
  all(): readonly Suite[];
  find(suiteId: string): Suite | undefined;
}

/** Keeps the suites by id. */
export function createSuites(list: readonly Suite[]): Suites {
  const bySuiteId = new Map(list.map((suite) => [suite.suiteId, suite]));
  return { all: () => list, find: (suiteId) => bySuiteId.get(suiteId) };
}
