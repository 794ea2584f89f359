import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';

/**
 * Where a member's licence (接口许可) stands. `base` allows signing in and messages only; `unknown`: the
 * platform was not asked yet, or cannot be asked.
 */
export const MemberLicenceState = z.enum([
  'not_needed',
  'trial',
  'active',
  'base',
  'expired',
  'none',
  'unknown',
]);
export type MemberLicenceState = z.output<typeof MemberLicenceState>;

/** Whether members need licences at all. */
export const LicenceNeed = z.enum(['not_needed', 'trial', 'needed', 'unknown']);
export type LicenceNeed = z.output<typeof LicenceNeed>;

/** What can befall an installation beside being installed and removed. */
export const InstallationStateKind = z.enum([
  'access_ended',
  'app_disabled',
  'not_online',
  'address_refused',
  'permission_withdrawn',
  'inactive_warned',
  'inactive_closed',
  'low_activity_warned',
  'low_activity',
  'data_expiring',
  'data_expired',
  'special_withdrawn',
  'special_granted',
  'departments_allowed',
  'id_migration_agreed',
]);
export type InstallationStateKind = z.output<typeof InstallationStateKind>;

/** A state the installation is in now. */
export const InstallationState = z.object({
  kind: InstallationStateKind,
  /** What it is about, such as the platform's name of a permission; empty where the kind says all. */
  subject: z.string(),
  since: Instant,
  /** When it takes effect or ends; null when the platform gave no date. */
  until: Instant.nullable(),
  /** `stops`: something does not work now. `warns`: it will not, if nobody acts. */
  weight: z.enum(['stops', 'warns', 'tells']),
});
export type InstallationState = z.output<typeof InstallationState>;

/** What the product asks a company to grant, in the platform's names. */
export const PermissionName = z.enum([
  'contact:base:base',
  'externalcontact:base:base',
  'externalcontact:contact:tag',
  'externalcontact:contact:welcome_msg',
  'externalcontact:contact:qrcode',
  'externalcontact:contact:transfer',
  'externalcontact:contact:resigned',
  'externalcontact:contact:stat',
  'contact:sensitive:user_name',
  'contact:sensitive:department_name',
]);
export type PermissionName = z.output<typeof PermissionName>;

const NamedMember = z.object({
  /** Null for somebody who is not among the members we know. */
  memberId: z.number().int().nullable(),
  userId: z.string(),
  name: z.string(),
});

/** One member's licence, as a list names it. */
export const LicencedMember = NamedMember.extend({
  memberId: z.number().int(),
  state: MemberLicenceState,
  expiresAt: Instant.nullable(),
});
export type LicencedMember = z.output<typeof LicencedMember>;

/** Where a paid edition stands; `unknown` for a state the platform invented since. */
export const EditionState = z.enum([
  'unpaid',
  'trial',
  'trial_over',
  'paid',
  'paid_over',
  'endless_trial',
  'too_many_members',
  'too_many_for_long',
  'unknown',
]);
export type EditionState = z.output<typeof EditionState>;

/** The paid edition (付费版本) of a suite that is sold in editions. */
export const AppEdition = z.object({
  name: z.string(),
  state: EditionState,
  /** When it ends or ended; null where it has no end. */
  until: Instant.nullable(),
  /** Members it was bought for; null where it is not sold by members. */
  seats: z.number().int().nullable(),
});
export type AppEdition = z.output<typeof AppEdition>;

/** Whom an id belongs to: the company, or the provider of the app (升级后). */
const IdSubject = z.enum(['corp', 'provider']);

/** How the company installed Guanxi, what that allows, and what befell it. */
export const Installation = z.object({
  mode: z.enum(['self-built', 'customized', 'suite']),
  corpName: z.string(),
  wecomCorpId: z.string(),
  agentId: z.number().int(),
  installedAt: Instant,
  /** Who installed: an administrator for all, or each member alone (成员授权); null before it was read. */
  authMode: z.enum(['admin', 'member']).nullable(),
  /** Null for an app that is not sold in editions. */
  edition: AppEdition.nullable(),
  /** Whose ids of members and of customers it is given; `corp` for an old grant. Null before it was read. */
  idSubjects: z.object({ members: IdSubject, customers: IdSubject }).nullable(),
  /** Tags of strategy groups (规则组) can be read: the secret of the customer-contact system app was given. */
  readsStrategyTags: z.boolean(),
  /** When the platform was asked for all this; null before the first time. */
  readAt: Instant.nullable(),
  range: z.object({
    departments: z.array(z.object({ departmentId: z.number().int(), name: z.string() })),
    members: z.array(NamedMember),
    /** Member tags in the range; their names cannot be read. */
    tags: z.number().int(),
    membersInRange: z.number().int(),
    membersOutOfRange: z.number().int(),
    /** Members in range who may have customers (客户联系). */
    followMembers: z.number().int(),
  }),
  /** Null for a self-built app, which is configured in the console, and before it was read. */
  permissions: z.array(z.object({ name: PermissionName, isGranted: z.boolean() })).nullable(),
  admins: z.array(NamedMember),
  licences: z.object({
    need: LicenceNeed,
    trialUntil: Instant.nullable(),
    readAt: Instant.nullable(),
    counts: z.record(MemberLicenceState, z.number().int()),
    /** Who cannot work for want of a licence: the first hundred. */
    lacking: z.array(LicencedMember),
    /** Whose licence ends within thirty days, soonest first: the first hundred. */
    expiring: z.array(LicencedMember),
  }),
  states: z.array(InstallationState),
  /** For a firewall: single addresses, or with `*` for the last part. Null before the platform told. */
  addresses: z.object({ callbacks: z.array(z.string()), api: z.array(z.string()) }).nullable(),
});
export type Installation = z.output<typeof Installation>;

export const getInstallation = defineRoute({
  method: 'GET',
  path: '/installation',
  summary: 'How the company installed Guanxi: range, permissions, licences, administrators, states',
  access: 'admin',
  response: Installation,
});

/** What a set-up check looks at, in the order of the page. */
export const SetupCheckName = z.enum([
  'secret',
  'app',
  'permissions',
  'range',
  'callbacks',
  'signatures',
  'clock',
  'licences',
  'strategies',
  'sync',
]);
export type SetupCheckName = z.output<typeof SetupCheckName>;

/** Why a check does not pass; the remedy follows from it. */
export const SetupProblem = z.enum([
  'secret_wrong',
  'access_ended',
  'ticket_missing',
  'address_refused',
  'app_disabled',
  'not_online',
  'low_activity',
  'unreachable',
  'refused',
  'permissions_missing',
  'customers_not_permitted',
  'nobody_in_range',
  'no_follow_members',
  'never_called',
  'long_silent',
  'signature_refused',
  'clock_differs',
  'contact_secret_refused',
  'licences_missing',
  'licences_unknown',
  'licences_expiring',
  'trial_ends',
  'never_synced',
  'sync_failed',
  'sync_asking',
]);
export type SetupProblem = z.output<typeof SetupProblem>;

/** One line of the set-up check. */
export const SetupCheck = z.object({
  name: SetupCheckName,
  outcome: z.enum(['pass', 'warn', 'fail']),
  /** Null when it passes. */
  problem: SetupProblem.nullable(),
  /** The platform's code, where it refused. */
  errcode: z.number().int().nullable(),
  /** A number the line tells: members, seconds, days. */
  amount: z.number().int().nullable(),
  /** An instant the line tells, such as when the last callback came. */
  at: Instant.nullable(),
  /** Names the line tells: the permissions that are missing, or the address of ours that is not trusted. */
  names: z.array(z.string()),
});
export type SetupCheck = z.output<typeof SetupCheck>;

export const runSetupChecks = defineRoute({
  method: 'POST',
  path: '/setup-checks',
  summary: 'Check now what the product needs of the platform; each line passes or says what breaks',
  access: 'admin',
  response: z.object({ checkedAt: Instant, checks: z.array(SetupCheck) }),
});
