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
  /** Phone numbers that members noted about customers (`remark_mobiles`). */
  seesMobiles: boolean;
  /** Avatars of customers. */
  seesAvatars: boolean;
  /** Gender of customers; otherwise it is always 0. */
  seesGender: boolean;
  seesUnionIds: boolean;
  sendsWelcome: boolean;
  /** Calls about a member need a licence activated for that member. */
  needsLicence: boolean;
};

const DEFAULTS: Record<InstallMode, Capabilities> = {
  'self-built': {
    seesMemberNames: true,
    seesDepartmentNames: true,
    seesMobiles: true,
    seesAvatars: true,
    seesGender: true,
    seesUnionIds: true,
    sendsWelcome: true,
    needsLicence: false,
  },
  // Names need a grant by the corp's administrator; an installation that has it overrides them.
  customized: {
    seesMemberNames: false,
    seesDepartmentNames: false,
    seesMobiles: false,
    seesAvatars: false,
    seesGender: false,
    seesUnionIds: false,
    sendsWelcome: true,
    needsLicence: true,
  },
  suite: {
    seesMemberNames: false,
    seesDepartmentNames: false,
    seesMobiles: false,
    seesAvatars: false,
    seesGender: false,
    seesUnionIds: false,
    sendsWelcome: true,
    needsLicence: true,
  },
};

/** Capabilities of a mode, with what is known of this installation laid over them. */
export function capabilitiesOf(mode: InstallMode, known: Partial<Capabilities> = {}): Capabilities {
  return { ...DEFAULTS[mode], ...known };
}
