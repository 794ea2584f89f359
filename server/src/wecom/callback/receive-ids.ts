/** One address the platform calls, and what we know of whom it serves. */
export type CallbackAddress =
  /** An app the corp made for itself. */
  | { kind: 'self-built'; corpId: string }
  /** A suite's command address: tickets and authorisations. `personal`: the suite belongs to a person. */
  | { kind: 'suite-command'; suiteId: string; providerCorpId: string; personal?: boolean }
  /**
   * A suite's data address: messages and events of the corps that installed it.
   * @param corpId what stood in place of `$CORPID$` in the path: an installed corp, or the provider's own while the
   * address is being verified. Left out when the path has no such part; then name the corps in `corpIds`.
   */
  | {
      kind: 'suite-data';
      suiteId: string;
      providerCorpId: string;
      corpId?: string;
      corpIds?: readonly string[];
      personal?: boolean;
    }
  /** The address of a template of apps that a provider makes for corps. */
  | { kind: 'template'; templateId: string; providerCorpId: string }
  /**
   * An app made from a template, in one corp.
   * @param corpIds further ids of that corp: its address keeps the old one when the ids of the app are upgraded
   */
  | { kind: 'customized-app'; corpId: string; corpIds?: readonly string[]; providerCorpId?: string }
  /** The provider's address for system events. */
  | { kind: 'system'; providerCorpId: string };

/** Receivers that may be named inside: when the address is verified, and in a push. */
export type ReceiveIds = { verify: string[]; push: string[] };

/**
 * Whom the platform may name as receiver at an address. Where the published pages leave room, every reading of
 * them is let pass; after opening, the corp the message names must still be a known one.
 * @see https://developer.work.weixin.qq.com/document/path/91144 receiveid
 * @see https://developer.work.weixin.qq.com/document/path/90595 `$CORPID$`
 */
export function receiveIdsFor(address: CallbackAddress): ReceiveIds {
  switch (address.kind) {
    case 'self-built':
      return { verify: [address.corpId], push: [address.corpId] };
    case 'suite-command': {
      const { suiteId, providerCorpId } = address;
      const nobody = address.personal ? [''] : [];
      return {
        verify: distinct([providerCorpId, suiteId, ...nobody]),
        push: distinct([suiteId, ...nobody]),
      };
    }
    case 'suite-data': {
      const { suiteId, providerCorpId, corpId, corpIds = [] } = address;
      const nobody = address.personal ? [''] : [];
      const corps = [...(corpId ? [corpId] : []), ...corpIds];
      return {
        verify: distinct([providerCorpId, suiteId, ...nobody]),
        push: distinct([...corps, suiteId, providerCorpId, ...nobody]),
      };
    }
    case 'template':
      return {
        verify: distinct([address.providerCorpId, address.templateId]),
        push: [address.templateId],
      };
    case 'customized-app': {
      const provider = address.providerCorpId ? [address.providerCorpId] : [];
      const corps = distinct([address.corpId, ...(address.corpIds ?? [])]);
      return { verify: distinct([...corps, ...provider]), push: corps };
    }
    case 'system':
      return { verify: [address.providerCorpId], push: [address.providerCorpId] };
  }
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
