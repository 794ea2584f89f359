import { bytes, id, instant, int, json, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A tenant: one company as one installation sees it. Its id is the `corp_id` of every other row. */
export interface CorpRow {
  id: number;
  /**
   * The corpid as the platform gave it to this installation; compared case-sensitively. Where an upgrade of ids leaves
   * it as it is, the row without a claim to it holds it with a mark behind it.
   */
  wecomCorpId: string;
  /** Which installation: `self-built`, or the suite's id. The same company may come in by several. */
  appKey: string;
  mode: string;
  name: string;
  agentId: number;
  timeZone: string;
  /**
   * `active`; `cancelled` once the company took the authorisation back; `replaced` by another installation;
   * `upgrading` for one that takes the place of another as soon as its ids are upgraded.
   */
  status: string;
  /** The permanent code, sealed; null for a self-built app, whose secret is a setting. */
  sealedCode: Buffer | null;
  /** When the authorisation was taken back; the data goes when the grace period is over. */
  cancelledAt: Date | null;
  /** The installation that has its history now, or will have it after an upgrade of ids that was asked for. */
  replacedBy: number | null;
  createdAt: Date;
  /** What the app was granted, in the platform's names; null before it was read, and for self-built apps. */
  permissions: string[] | null;
  /** `admin`, or `member` where members installed for themselves; null before it was read. */
  authMode: string | null;
  /** Whom the app may see; null before it was read. */
  visibleRange: VisibleRange | null;
  /** Userids of who administers the app; for a self-built app together with those of the settings. */
  adminUserIds: string[] | null;
  /** Whose ids these are, for installations whose ids may be replaced; null before it was read. */
  idSubjects: { members: 'corp' | 'provider'; customers: 'corp' | 'provider' } | null;
  /** When the columns above were read. */
  accessReadAt: Date | null;
  /** What the platform said of the app's licences; see `licenceNeed`. */
  licenceStatus: number | null;
  licenceTrialUntil: Date | null;
  licenceCheckedFrom: Date | null;
  licenceReadAt: Date | null;
  /** The paid edition of the app; null for one that is not sold in editions, and before it was read. */
  edition: AppEdition | null;
  /** Where the platform calls from and is called at; null before it told. */
  platformAddresses: PlatformAddresses | null;
}

/** Addresses for a firewall, as the platform writes them: single ones, or with `*` for the last part. */
export interface PlatformAddresses {
  readonly callbacks: readonly string[];
  readonly api: readonly string[];
}

/** A paid edition (付费版本) as a company has it. */
export interface AppEdition {
  readonly name: string;
  /** The platform's number; see `editionStates`. */
  readonly status: number;
  /** Members it was bought for; 0 where that means nothing. */
  readonly userLimit: number;
  /** When it ends or ended, as ISO 8601; null where it has no end. */
  readonly until: string | null;
}

/** What a reading of the authorisation fills in. */
export type CorpAccessRow = Pick<
  CorpRow,
  | 'permissions'
  | 'authMode'
  | 'visibleRange'
  | 'adminUserIds'
  | 'idSubjects'
  | 'accessReadAt'
  | 'licenceStatus'
  | 'licenceTrialUntil'
  | 'licenceCheckedFrom'
  | 'licenceReadAt'
  | 'edition'
  | 'platformAddresses'
>;

/** What an installation is made with; the rest is read from the platform afterwards. */
export type NewCorpRow = Omit<CorpRow, 'id' | 'replacedBy' | keyof CorpAccessRow> & Partial<CorpAccessRow>;

/** The part of a company an app may see (可见范围). */
export interface VisibleRange {
  readonly departmentIds: readonly number[];
  readonly userIds: readonly string[];
  readonly tagIds: readonly number[];
}

export const corpTable = defineTable<CorpRow>({
  name: 'corp',
  columns: {
    id: id(),
    wecomCorpId: text(64),
    appKey: text(64),
    mode: text(16),
    name: text(128),
    agentId: int(),
    timeZone: text(64),
    status: text(16),
    sealedCode: nullable(bytes()),
    cancelledAt: nullable(instant()),
    replacedBy: nullable(ref()),
    createdAt: instant(),
    permissions: nullable(json()),
    authMode: nullable(text(8)),
    visibleRange: nullable(json()),
    adminUserIds: nullable(json()),
    idSubjects: nullable(json()),
    accessReadAt: nullable(instant()),
    licenceStatus: nullable(int()),
    licenceTrialUntil: nullable(instant()),
    licenceCheckedFrom: nullable(instant()),
    licenceReadAt: nullable(instant()),
    edition: nullable(json()),
    platformAddresses: nullable(json()),
  },
  indexes: [{ name: 'corp_installation', columns: ['wecomCorpId', 'appKey'], isUnique: true }],
});
