import {
  type AppEdition,
  type EditionState,
  Installation,
  type InstallationState,
  InstallationStateKind,
  MemberLicenceState,
  PermissionName,
} from '@guanxi/shared/installation';
import type { CorpRow } from '../corps/stored-corp.ts';
import type { LicenceSurvey } from '../licences/survey-licences.ts';
import type { MemberSurvey } from '../members/survey-members.ts';
import { weightOf } from './rules.ts';
import type { InstallationStateRow } from './table.ts';

/** Lists of members are cut here; their number is told beside them. */
const listedAtMost = 100;

/** Names of people are never granted to suites, so that nobody is asked for them. */
const ofCustomizedOnly: readonly PermissionName[] = [
  'contact:sensitive:user_name',
  'contact:sensitive:department_name',
];

/** The permissions the product asks a company for. */
export function wantedPermissions(mode: string): readonly PermissionName[] {
  return PermissionName.options.filter((name) => mode === 'customized' || !ofCustomizedOnly.includes(name));
}

/** An installation as its administrator gets it. */
export function presentInstallation(
  row: CorpRow,
  facts: {
    readonly members: MemberSurvey;
    readonly licences: LicenceSurvey;
    readonly states: readonly InstallationStateRow[];
    readonly readsStrategyTags: boolean;
  },
): Installation {
  const { members, licences } = facts;
  const byUserId = new Map(members.present.map((member) => [member.userId, member]));
  const named = (userId: string) => {
    const member = byUserId.get(userId);
    return { memberId: member?.memberId ?? null, userId, name: member?.name ?? userId };
  };
  const departments = new Map(members.departments.map((row) => [row.departmentId, row.name]));
  const granted = row.permissions === null ? null : new Set(row.permissions);
  return {
    mode: Installation.shape.mode.parse(row.mode),
    corpName: row.name,
    wecomCorpId: row.wecomCorpId,
    agentId: row.agentId,
    installedAt: row.createdAt.toISOString(),
    authMode: Installation.shape.authMode.parse(row.authMode),
    edition: row.edition === null ? null : presentEdition(row.edition),
    idSubjects: row.idSubjects,
    readsStrategyTags: facts.readsStrategyTags,
    readAt: row.accessReadAt?.toISOString() ?? null,
    range: {
      departments: (row.visibleRange?.departmentIds ?? []).map((departmentId) => ({
        departmentId,
        name: departments.get(departmentId) ?? '',
      })),
      members: (row.visibleRange?.userIds ?? []).slice(0, listedAtMost).map(named),
      tags: row.visibleRange?.tagIds.length ?? 0,
      membersInRange: members.present.length,
      membersOutOfRange: members.outOfRange,
      followMembers: members.present.filter((member) => member.isFollowUser).length,
    },
    permissions:
      granted === null
        ? null
        : wantedPermissions(row.mode).map((name) => ({ name, isGranted: granted.has(name) })),
    admins: (row.adminUserIds ?? []).map(named),
    licences: {
      need: licences.need,
      trialUntil: row.licenceTrialUntil?.toISOString() ?? null,
      readAt: row.licenceReadAt?.toISOString() ?? null,
      counts: Object.fromEntries(
        MemberLicenceState.options.map((state) => [state, licences.counts[state] ?? 0]),
      ) as Record<MemberLicenceState, number>,
      lacking: licences.lacking.slice(0, listedAtMost),
      expiring: licences.expiring.slice(0, listedAtMost),
    },
    states: facts.states.map(presentState).toSorted(byWeight),
    addresses:
      row.platformAddresses === null
        ? null
        : { callbacks: [...row.platformAddresses.callbacks], api: [...row.platformAddresses.api] },
  };
}

/** What the platform's numbers mean, in their order. */
const editionStates = [
  ...(['unpaid', 'trial', 'trial_over', 'paid', 'paid_over'] as const),
  ...(['endless_trial', 'too_many_members', 'too_many_for_long'] as const),
];
/** In the other states the number of members means nothing. */
const withSeats: readonly EditionState[] = ['paid', 'paid_over', 'too_many_members', 'too_many_for_long'];

function presentEdition(edition: NonNullable<CorpRow['edition']>): AppEdition {
  const state = editionStates[edition.status] ?? 'unknown';
  return {
    ...{ name: edition.name, state, until: edition.until },
    seats: withSeats.includes(state) && edition.userLimit > 0 ? edition.userLimit : null,
  };
}

function presentState(row: InstallationStateRow): InstallationState {
  const kind = InstallationStateKind.parse(row.kind);
  return {
    kind,
    subject: row.subject,
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
    weight: weightOf(kind),
  };
}

const order = ['stops', 'warns', 'tells'];

function byWeight(a: InstallationState, b: InstallationState): number {
  return order.indexOf(a.weight) - order.indexOf(b.weight);
}
