import type { CallbackFormat } from './callback/xml.ts';

/** What may go wrong with an API call. `path` is a pattern: `*` stands for anything. */
export type ApiFault = { path: string; corp?: string } & (
  | { kind: 'errcode'; errcode: number; errmsg?: string | undefined }
  | { kind: 'slow'; ms: number }
  /** The connection is cut without an answer. */
  | { kind: 'cut' }
  /** The call is carried out, and its answer lost: the connection is cut afterwards. */
  | { kind: 'lost' }
  | { kind: 'http'; status: number }
  /** The call is carried out, but answers what the same call answered last time. */
  | { kind: 'stale' }
  /** 45033 for every call beyond `limit` at the same time. */
  | { kind: 'concurrency'; limit: number }
);

/** What may go wrong with the pushes; the counts are used up by the next pushes. */
export interface PushFaults {
  dropNext: number;
  duplicateNext: number;
  /** The next so many pushes are collected and sent in the reverse order. */
  reorderNext: number;
  delayMs: number;
  /** Nothing is sent until it is switched off. */
  hold: boolean;
}

/** Behaviour that could not be established; each defaults to what the documentation says. */
export interface Switches {
  /** Writes made through the API are pushed as events too. */
  echoApiWrites: boolean;
  /** `expires_in` of a token fetched again counts down instead of staying 7200. */
  expiresInCountsDown: boolean;
  /** batch/get_by_user answers 84061 when none of the members has a customer. */
  batchEmptyIs84061: boolean;
  /** batch/get_by_user begins each walk with a page that is empty and has a cursor. */
  batchBeginsEmpty: boolean;
  /** change_contact carries the readable fields, not the ids only. */
  fullContactEvents: boolean;
  /** The end of a walk leaves `next_cursor` out instead of sending an empty one. */
  omitLastCursor: boolean;
  /** Live corp tags allowed: 10000 today, 3000 for some corps. */
  tagCap: number;
  /** So many wrong secrets in a row block the source for an hour (45009). 0: never. */
  secretBanAfter: number;
  /** How plaintexts and envelopes of pushes are written: `xml`, `plain-xml` (no CDATA), `shuffled-xml`, `json`. */
  callbackFormat: CallbackFormat;
  /** A command URL that answers something else than `success` gets the event again. */
  retryWrongAnswer: boolean;
  /** Pushes to a data URL end with the suite_id instead of the corpid. */
  dataReceiveIdIsSuite: boolean;
  /** A corp that installs again gets the permanent code of its last install. */
  reinstallKeepsCode: boolean;
  /** Success answers of the token calls of suites leave errcode and errmsg out. */
  tokenCallsOmitErrcode: boolean;
  /** New provider-developed apps start as developing (1) and must be put online. */
  customizedStartsOffline: boolean;
  /** App messages of one app to members in a day: 200 for each of the corp's 500 accounts. */
  messageDailyCap: number;
  /** So many unknown userids of one app in a day block `userid_to_openuserid` for the rest of it (45009). 0: never. */
  wrongIdBanAfter: number;
  /** Ids of customers are converted only after the corp agreed; the code of the refusal (48002) is not documented. */
  conversionNeedsConsent: boolean;
  /** Seconds for which groupchat/get still answers the state before the last change. */
  groupChatLagSeconds: number;
  /** What getcallbackip answers, separated by commas; callbacks come from 127.0.0.1 all the same. */
  callbackAddresses: string;
}

export interface Faults {
  /** Makes the next `times` matching calls fail; without `times` all of them until cleared. Returns its id. */
  add(fault: ApiFault, times?: number): number;
  remove(id: number): void;
  clear(): void;
  list(): (ApiFault & { id: number; left: number | null })[];
  /** The faults that hit this call; each uses up one of its times. */
  take(path: string, corpId: string): ApiFault[];
  /** Fixed latency of every API call. */
  latencyMs: number;
  push: PushFaults;
  switches: Switches;
}

const matcher = (pattern: string) => {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
};

const DEFAULT_PUSH: PushFaults = { dropNext: 0, duplicateNext: 0, reorderNext: 0, delayMs: 0, hold: false };

const DEFAULT_SWITCHES: Switches = {
  echoApiWrites: false,
  expiresInCountsDown: false,
  batchEmptyIs84061: false,
  batchBeginsEmpty: false,
  fullContactEvents: false,
  omitLastCursor: false,
  tagCap: 10_000,
  secretBanAfter: 0,
  wrongIdBanAfter: 0,
  conversionNeedsConsent: false,
  callbackFormat: 'xml',
  retryWrongAnswer: false,
  dataReceiveIdIsSuite: false,
  reinstallKeepsCode: false,
  tokenCallsOmitErrcode: false,
  customizedStartsOffline: false,
  messageDailyCap: 100_000,
  groupChatLagSeconds: 0,
  callbackAddresses: '127.0.0.1',
};

export const createFaults = (latencyMs = 0): Faults => {
  let lastId = 0;
  let active: { id: number; fault: ApiFault; pattern: RegExp; left: number }[] = [];
  const faults: Faults = {
    latencyMs,
    push: { ...DEFAULT_PUSH },
    switches: { ...DEFAULT_SWITCHES },
    add(fault, times = Number.POSITIVE_INFINITY) {
      const pattern = matcher(fault.path.startsWith('/') ? fault.path : `*${fault.path}`);
      active.push({ id: ++lastId, fault, pattern, left: times });
      return lastId;
    },
    remove(id) {
      active = active.filter((entry) => entry.id !== id);
    },
    clear() {
      active = [];
      faults.latencyMs = latencyMs;
      Object.assign(faults.push, DEFAULT_PUSH);
      Object.assign(faults.switches, DEFAULT_SWITCHES);
    },
    list: () =>
      active.map(({ id, fault, left }) => ({ ...fault, id, left: Number.isFinite(left) ? left : null })),
    take(path, corpId) {
      const hits = active.filter(
        ({ fault, pattern }) => pattern.test(path) && (fault.corp ?? corpId) === corpId,
      );
      for (const hit of hits) hit.left -= 1;
      active = active.filter((entry) => entry.left > 0);
      return hits.map((hit) => hit.fault);
    },
  };
  return faults;
};
