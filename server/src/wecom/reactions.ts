/**
 * What a caller does about an error code.
 *
 * - `retry`: try again, a few times, with a growing and jittered pause
 * - `refreshToken`: the token is void; fetch a new one once, try again once
 * - `backOff`: stop calling for a while (the limit's window, or until the platform is ready)
 * - `stop`: the request itself is wrong; the same request never succeeds
 * - `configuration`: a permission or a setting is missing; tell an administrator
 * - `subjectGone`: the state of the tenant or of the subject changed over there; update ours
 * - `reauthorise`: send the user through the login again
 * - `drop`: too late or already done; forget it
 */
export type Reaction =
  | 'retry'
  | 'refreshToken'
  | 'backOff'
  | 'stop'
  | 'configuration'
  | 'subjectGone'
  | 'reauthorise'
  | 'drop';

/**
 * One row of the reaction table. `about: 'tenant'` marks codes that concern the whole installation and stay until
 * somebody acts; `endsAccess` those after which every further call of that corp would be refused as well.
 */
export type ReactionRow = {
  reaction: Reaction;
  about?: 'tenant';
  endsAccess?: true;
  meaning: string;
  codes: readonly (number | readonly [from: number, to: number])[];
};

/**
 * Error codes that call for something else than giving up, and the commonest of those that do not.
 * Codes that are absent are `stop`.
 * @see https://developer.work.weixin.qq.com/document/path/90455 error codes and their explanations
 */
export const REACTION_TABLE: readonly ReactionRow[] = [
  { reaction: 'retry', meaning: 'the platform is busy, or another writer was faster', codes: [-1, 6000] },
  { reaction: 'retry', meaning: 'too many concurrent calls, or two on one record', codes: [45033, 45035] },
  { reaction: 'refreshToken', meaning: 'access token invalid or expired', codes: [40014, 42001] },
  { reaction: 'refreshToken', meaning: 'suite access token invalid or expired', codes: [40082, 42009] },
  { reaction: 'backOff', meaning: 'frequency limit; access restricted', codes: [45009, 45036] },
  { reaction: 'backOff', meaning: 'suite ticket missing or expired: wait for the next push', codes: [40085] },
  { reaction: 'backOff', meaning: 'a mass message is still being sent out', codes: [41063, 41079] },
  { reaction: 'backOff', meaning: 'reminded too often', codes: [41094] },

  // Repeating a call with a wrong secret bans the caller's address for an hour: never retried.
  {
    reaction: 'configuration',
    meaning: 'secret wrong, of another app, or app disabled',
    codes: [40001, 40091],
  },
  { reaction: 'configuration', meaning: 'corp id or app id wrong', codes: [40013, 40056, 301002] },
  {
    reaction: 'configuration',
    meaning: 'suite secret, suite id, or their pairing wrong',
    codes: [40080, 40083, 48003],
  },
  { reaction: 'configuration', meaning: 'callback URL not accepted, or missing', codes: [40057, 43012] },
  { reaction: 'configuration', meaning: 'JS-SDK signature or kind of ticket', codes: [40093, 42012, 91040] },
  { reaction: 'configuration', meaning: 'openid not bound, or corp not verified', codes: [43004, 43009] },
  { reaction: 'configuration', meaning: 'secret must be reset', codes: [45031] },
  {
    reaction: 'configuration',
    about: 'tenant',
    meaning: 'API not granted to this app',
    codes: [48001, 48002, 48005, [48007, 48010]],
  },
  { reaction: 'configuration', meaning: 'redirect domain not trusted', codes: [50001] },
  { reaction: 'configuration', meaning: 'no right to this member, department or tag', codes: [60011, 60030] },
  {
    reaction: 'configuration',
    about: 'tenant',
    meaning: "the caller's address is not in the list of trusted addresses",
    codes: [60020],
  },
  { reaction: 'configuration', about: 'tenant', meaning: 'app not online', codes: [60246] },
  {
    reaction: 'configuration',
    meaning: 'trusted domain: filing, ownership, or too many',
    codes: [80001, 85004, 85005, 85008],
  },
  {
    reaction: 'configuration',
    about: 'tenant',
    meaning: 'no customer-contact right',
    codes: [84074],
  },
  { reaction: 'configuration', meaning: 'not a service member', codes: [84083] },
  {
    reaction: 'configuration',
    meaning: 'no right to sensitive data; another corp; another app',
    codes: [[92001, 92003]],
  },

  {
    reaction: 'subjectGone',
    about: 'tenant',
    endsAccess: true,
    meaning: 'permanent code wrong or cancelled',
    codes: [40084],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    meaning: 'member installs off, trial over, seats exceeded, corp abnormal',
    codes: [[40133, 40141]],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    endsAccess: true,
    meaning: 'authorisation ended',
    codes: [48004],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    meaning: 'permission withdrawn after long disuse',
    codes: [48006],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    meaning: 'members not active enough: customer data refused',
    codes: [48011],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    endsAccess: true,
    meaning: 'app disabled',
    codes: [50003, 50006, 60031],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    meaning: 'customer scale reached, or papers missing',
    codes: [610023, 610024],
  },
  {
    reaction: 'subjectGone',
    about: 'tenant',
    endsAccess: true,
    meaning: 'corp dissolved or banned',
    codes: [301007],
  },
  {
    reaction: 'subjectGone',
    meaning: 'member unknown, left, or out of range',
    codes: [40003, 46004, 50002, 60021, 60111, 92000],
  },
  { reaction: 'subjectGone', meaning: 'member never activated or not real-name', codes: [41054] },
  { reaction: 'subjectGone', meaning: 'department unknown', codes: [40066, 60003, 60123] },
  { reaction: 'subjectGone', meaning: 'group chat unknown', codes: [40050, 86001, 86003] },
  {
    reaction: 'subjectGone',
    meaning: 'not a contact of this member, or an id of another subject',
    codes: [40096, 40125, 84061, 84084],
  },
  { reaction: 'subjectGone', meaning: 'no interoperability licence', codes: [701008, 701016, 701099] },
  { reaction: 'subjectGone', meaning: 'no recipient left', codes: [81013] },

  { reaction: 'reauthorise', meaning: 'login code invalid, expired or used', codes: [40029, 42003, 42022] },
  { reaction: 'reauthorise', meaning: "the member's WeChat ticket expired", codes: [40205] },
  { reaction: 'reauthorise', meaning: 'open-data session missing or invalid', codes: [42006, 43016, 43017] },
  { reaction: 'reauthorise', meaning: 'user ticket expired or invalid', codes: [84014, 84015] },

  {
    reaction: 'drop',
    meaning: 'welcome code expired, chat already begun, or already sending',
    codes: [41050, 41051, 41096],
  },
  { reaction: 'drop', meaning: 'recall window over', codes: [42052] },
  { reaction: 'drop', meaning: 'card response code expired or used', codes: [60140] },
  { reaction: 'drop', meaning: "the provider's own corp needs no migration", codes: [610022] },

  { reaction: 'stop', meaning: 'unknown tag, or a tag of another creator', codes: [40068, 40070, 81011] },
  {
    reaction: 'stop',
    meaning: 'a parameter is missing, malformed or too long',
    codes: [40033, 40035, 40058, 40063, 41035],
  },
  {
    reaction: 'stop',
    meaning: 'a list is too long, or the answer would be',
    codes: [40031, 40032, 45029, 81017],
  },
  { reaction: 'stop', meaning: 'media id unknown or over (three days): upload again', codes: [40007, 40145] },
  { reaction: 'stop', meaning: 'pre-auth code wrong or over: fetch another', codes: [40077, 42007] },
  {
    reaction: 'stop',
    meaning: 'authorisation code used or over: is the corp stored already?',
    codes: [40078],
  },
  { reaction: 'stop', meaning: 'tag name exists: read the tags again and use it', codes: [40071] },
  {
    reaction: 'stop',
    meaning: 'handover: not resigned, limit reached, running already, too often, or the same member',
    codes: [[40097, 40100], [40128, 40131], 40143],
  },
  { reaction: 'stop', meaning: 'the customer has not agreed to the archive yet', codes: [41053] },
  { reaction: 'stop', meaning: 'no recipients given', codes: [81012, 82001] },
  { reaction: 'stop', meaning: 'page cursor invalid: begin the walk again', codes: [50100] },
];

const ROWS = new Map<number, ReactionRow>(
  REACTION_TABLE.flatMap((row) => row.codes.flatMap(expand).map((code) => [code, row] as const)),
);

/** The reaction to an error code; `stop` for codes outside the table. */
export function reactionOf(errcode: number): Reaction {
  return ROWS.get(errcode)?.reaction ?? 'stop';
}

/** Whether the code says that the whole installation is affected, not only the subject of one call. */
export function concernsTenant(errcode: number): boolean {
  return ROWS.get(errcode)?.about === 'tenant';
}

/** Whether the code says that no call of this corp can succeed until the installation is restored. */
export function endsAccess(errcode: number): boolean {
  return ROWS.get(errcode)?.endsAccess === true;
}

function expand(code: number | readonly [number, number]): number[] {
  if (typeof code === 'number') return [code];
  const [from, to] = code;
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
