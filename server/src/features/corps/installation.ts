import type { Budget, CallbackKeys, CorpClient } from '../../wecom/index.ts';

/** One corp that installed Guanxi, and how to talk with it. */
export interface Installation {
  /** The tenant's id: `corp_id` of its rows. */
  readonly corpId: number;
  /** `self-built`, or the id of the suite or template. The same company may come in by several. */
  readonly appKey: string;
  readonly wecomCorpId: string;
  readonly agentId: number;
  readonly name: string;
  readonly timeZone: string;
  /** Userids of the members who administer Guanxi, as they were when this was built; roles follow the table. */
  readonly admins: ReadonlySet<string>;
  readonly client: CorpClient;
  /** Members installed for themselves (成员授权), so that only those are there. */
  readonly isByMembers: boolean;
  /** What opens the corp's callbacks. */
  readonly callbackKeys: CallbackKeys;
}

/** What is kept of an installation. */
export interface StoredInstallation {
  readonly id: number;
  readonly wecomCorpId: string;
  readonly name: string;
  readonly agentId: number;
  readonly timeZone: string;
  /** The permanent code, sealed. */
  readonly sealedCode: Buffer | null;
  /** What it was granted; null before it was read. */
  readonly permissions: readonly string[] | null;
  readonly adminUserIds: readonly string[] | null;
  readonly authMode: string | null;
  readonly idSubjects: { members: 'corp' | 'provider'; customers: 'corp' | 'provider' } | null;
  readonly licenceStatus: number | null;
  readonly licenceTrialUntil: Date | null;
  readonly licenceCheckedFrom: Date | null;
  readonly licenceReadAt: Date | null;
}

/** The corps this process serves. */
export interface Installations {
  all(): readonly Installation[];
  /** @throws CorpNotInstalled when the company has taken the authorisation back */
  of(corpId: number): Installation;
  has(corpId: number): boolean;
  /** The installation of an app in a company; undefined when it never installed, or no longer does. */
  find(appKey: string, wecomCorpId: string): Installation | undefined;
  /** Serves a company from now on, in place of what was known of it. */
  put(installation: Installation): void;
  /** Lets calls try again at once, after something changed over there; otherwise a refusal holds them up. */
  tryAgain(corpId: number): void;
  /** Calls nothing for this company any more. */
  remove(corpId: number): void;
  /**
   * Serves a company by another installation from now on. Of this one nothing runs any more; it can still be found,
   * so that whoever comes by it is told where to go.
   */
  replace(corpId: number): void;
  /** The installation of an app that another one replaced. */
  findReplaced(appKey: string, wecomCorpId: string): Installation | undefined;
  /**
   * Lets a corp be found by a former corpid as well: after an upgrade of ids, links and callback addresses still have
   * the old one.
   */
  nameAlso(corpId: number, formerCorpId: string): void;
  /** Every corpid by which the platform may name an installation. */
  namesOf(installation: Installation): readonly string[];
  /** True when there is any such. */
  hasReplaced(): boolean;
  /** The same by its tenant. */
  replaced(corpId: number): Installation | undefined;
}

/** The company has taken its authorisation back, so that nothing may be called for it. */
export class CorpNotInstalled extends Error {
  override readonly name = 'CorpNotInstalled';
}

/**
 * Keeps the installations by both of their names.
 *
 * @param access - told who may be called: one that is put is, one that is removed is not, whoever still holds its client
 * @param former - those that others replaced
 */
export function createInstallations(
  list: readonly Installation[],
  access: Pick<Budget, 'close' | 'restore'>,
  former: readonly Installation[] = [],
): Installations {
  const byCorpId = new Map<number, Installation>();
  const byName = new Map<string, Installation>();
  const replaced = new Map(former.map((installation) => [installation.corpId, installation]));
  const formerNames = new Map<number, Set<string>>();
  const nameOf = (appKey: string, wecomCorpId: string) => `${appKey}/${wecomCorpId}`;
  const put = (installation: Installation) => {
    byCorpId.set(installation.corpId, installation);
    byName.set(nameOf(installation.appKey, installation.wecomCorpId), installation);
    access.restore(installation.client.access.budgetKey);
  };
  const byFormerName = (appKey: string, wecomCorpId: string) => {
    for (const [corpId, names] of formerNames) {
      const installation = byCorpId.get(corpId);
      if (installation?.appKey === appKey && names.has(wecomCorpId)) {
        return installation;
      }
    }
    return undefined;
  };
  list.forEach(put);
  return {
    all: () => [...byCorpId.values()],
    of(corpId) {
      const installation = byCorpId.get(corpId);
      if (installation === undefined) {
        throw new CorpNotInstalled(`The corp ${corpId} is not installed`);
      }
      return installation;
    },
    has: (corpId) => byCorpId.has(corpId),
    find: (appKey, wecomCorpId) =>
      byName.get(nameOf(appKey, wecomCorpId)) ?? byFormerName(appKey, wecomCorpId),
    nameAlso(corpId, formerCorpId) {
      formerNames.set(corpId, (formerNames.get(corpId) ?? new Set()).add(formerCorpId));
    },
    namesOf: ({ corpId, wecomCorpId }) => [wecomCorpId, ...(formerNames.get(corpId) ?? [])],
    put,
    tryAgain(corpId) {
      const installation = byCorpId.get(corpId);
      if (installation !== undefined) {
        access.restore(installation.client.access.budgetKey);
      }
    },
    remove(corpId) {
      const installation = byCorpId.get(corpId);
      byCorpId.delete(corpId);
      if (installation !== undefined) {
        byName.delete(nameOf(installation.appKey, installation.wecomCorpId));
        access.close(installation.client.access.budgetKey);
      }
    },
    replace(corpId) {
      const installation = byCorpId.get(corpId);
      if (installation !== undefined) {
        byCorpId.delete(corpId);
        byName.delete(nameOf(installation.appKey, installation.wecomCorpId));
        replaced.set(corpId, installation);
      }
    },
    findReplaced: (appKey, wecomCorpId) =>
      [...replaced.values()].find((one) => one.appKey === appKey && one.wecomCorpId === wecomCorpId),
    hasReplaced: () => replaced.size > 0,
    replaced: (corpId) => replaced.get(corpId),
  };
}

/** The app key of a self-built app. */
export const selfBuiltKey = 'self-built';

/** The suite or template a company came by; null for a self-built app. */
export function suiteIdOf({ appKey }: Pick<Installation, 'appKey'>): string | null {
  return appKey === selfBuiltKey ? null : appKey;
}
