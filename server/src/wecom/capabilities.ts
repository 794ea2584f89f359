/** How a corp installed the app: its own app, one made for it by a provider, or a provider's suite. */
export type InstallMode = 'self-built' | 'customized' | 'suite';

/**
 * What an installation may see and do. Pages and features ask these, never the mode.
 * @see https://developer.work.weixin.qq.com/document/path/96518 what each kind of app may read
 */
export type Capabilities = {
  /** Names of members arrive as text; otherwise `name` repeats the id and `ww-open-data` must render it. */
  seesMemberNames: boolean;
  seesDepartmentNames: boolean;
  /** Phone numbers, mail and avatars of members through the contacts calls. */
  seesMemberDetails: boolean;
  /** Phone numbers that members noted about customers (`remark_mobiles`). */
  seesMobiles: boolean;
  /** Avatars of customers. */
  seesAvatars: boolean;
  /** Gender of customers; otherwise it is always 0. */
  seesGender: boolean;
  seesUnionIds: boolean;
  sendsWelcome: boolean;
  /** Creates and edits corp tags. */
  editsTags: boolean;
  makesContactWays: boolean;
  /** Hands customers over while the member is in service, and after the member left. */
  handsOver: boolean;
  handsOverResigned: boolean;
  readsStatistics: boolean;
  /** Reads strategy groups (规则组) and their tags: only with the secret of the customer-contact system app. */
  readsStrategyTags: boolean;
  /** Calls about a member need a licence activated for that member. */
  needsLicence: boolean;
  /**
   * Whose ids these are. Ids of `corp` and of `provider` name the same people differently and must never be
   * compared; an installation older than the upgrade keeps `corp`.
   */
  memberIds: 'corp' | 'provider';
  externalIds: 'corp' | 'provider';
};

const CUSTOMER_WORK = {
  sendsWelcome: true,
  editsTags: true,
  makesContactWays: true,
  handsOver: true,
  handsOverResigned: true,
  readsStatistics: true,
  readsStrategyTags: false,
} as const;

/** A provider's app that nobody granted anything beyond the customers themselves. */
const OF_PROVIDERS: Capabilities = {
  seesMemberNames: false,
  seesDepartmentNames: false,
  seesMemberDetails: false,
  seesMobiles: false,
  seesAvatars: false,
  seesGender: false,
  seesUnionIds: false,
  ...CUSTOMER_WORK,
  needsLicence: true,
  memberIds: 'provider',
  externalIds: 'provider',
};

const DEFAULTS: Record<InstallMode, Capabilities> = {
  'self-built': {
    seesMemberNames: true,
    seesDepartmentNames: true,
    seesMemberDetails: true,
    seesMobiles: true,
    seesAvatars: true,
    seesGender: true,
    seesUnionIds: true,
    ...CUSTOMER_WORK,
    needsLicence: false,
    memberIds: 'corp',
    externalIds: 'corp',
  },
  // Names need a grant by the corp's administrator; `capabilitiesFromPermissions` reads it.
  customized: OF_PROVIDERS,
  suite: OF_PROVIDERS,
};

/** Capabilities of a mode, with what is known of this installation laid over them. */
export function capabilitiesOf(mode: InstallMode, known: Partial<Capabilities> = {}): Capabilities {
  return { ...DEFAULTS[mode], ...known };
}

/** Permissions by the work they allow; names of people are never granted to suites. */
const GRANTS: readonly [permission: string, capability: BooleanCapability, customizedOnly?: true][] = [
  ['contact:sensitive:user_name', 'seesMemberNames', true],
  ['contact:sensitive:department_name', 'seesDepartmentNames', true],
  ['externalcontact:contact:welcome_msg', 'sendsWelcome'],
  ['externalcontact:contact:tag', 'editsTags'],
  ['externalcontact:contact:qrcode', 'makesContactWays'],
  ['externalcontact:contact:transfer', 'handsOver'],
  ['externalcontact:contact:resigned', 'handsOverResigned'],
  ['externalcontact:contact:stat', 'readsStatistics'],
];

type BooleanCapability = Exclude<keyof Capabilities, 'memberIds' | 'externalIds'>;

/**
 * What the permissions of a provider's app say, as `listPermissions` returned them. Self-built apps
 * are configured in the console instead and have no such list.
 * @see https://developer.work.weixin.qq.com/document/path/99052
 */
export function capabilitiesFromPermissions(
  mode: Exclude<InstallMode, 'self-built'>,
  permissions: readonly string[],
): Partial<Capabilities> {
  const granted = new Set(permissions);
  const known: Partial<Capabilities> = {};
  for (const [permission, capability, customizedOnly] of GRANTS) {
    known[capability] = granted.has(permission) && (mode === 'customized' || !customizedOnly);
  }
  return known;
}
