import type { CallbackKeys, CorpClient } from '../../wecom/index.ts';

/** One corp that installed Guanxi, and how to talk with it. */
export interface Installation {
  /** The tenant's id: `corp_id` of its rows. */
  readonly corpId: number;
  readonly wecomCorpId: string;
  readonly agentId: number;
  readonly name: string;
  readonly timeZone: string;
  /** Userids of the members who administer Guanxi. */
  readonly admins: ReadonlySet<string>;
  readonly client: CorpClient;
  /** What opens the corp's callbacks. */
  readonly callbackKeys: CallbackKeys;
}

/** The corps this process serves. */
export interface Installations {
  all(): readonly Installation[];
  /** @throws when there is no such tenant; ids come from our own rows, so that is a fault */
  of(corpId: number): Installation;
  /** The corp a callback or a sign-in names; undefined when it never installed. */
  find(wecomCorpId: string): Installation | undefined;
  has(corpId: number): boolean;
}

/** Keeps the installations by both of their names. */
export function createInstallations(list: readonly Installation[]): Installations {
  const byCorpId = new Map(list.map((installation) => [installation.corpId, installation]));
  const byWecomCorpId = new Map(list.map((installation) => [installation.wecomCorpId, installation]));
  return {
    all: () => list,
    of(corpId) {
      const installation = byCorpId.get(corpId);
      if (installation === undefined) {
        throw new Error(`No corp has the id ${corpId}`);
      }
      return installation;
    },
    has: (corpId) => byCorpId.has(corpId),
    find: (wecomCorpId) => byWecomCorpId.get(wecomCorpId),
  };
}
