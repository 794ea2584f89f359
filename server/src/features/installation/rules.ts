import type { InstallationState, InstallationStateKind } from '@guanxi/shared/installation';
import type { InstallationStateRow } from './table.ts';

/** What the platform's refusals say of the whole installation. */
const troubles: Readonly<Record<number, InstallationStateKind>> = {
  40084: 'access_ended',
  48004: 'access_ended',
  50003: 'app_disabled',
  50006: 'app_disabled',
  60031: 'app_disabled',
  60246: 'not_online',
  60020: 'address_refused',
  48006: 'permission_withdrawn',
  48011: 'low_activity',
};

/** The states a successful reading ends. */
export const troubleKinds = [...new Set(Object.values(troubles))];

/** The state a refusal tells of; null for one that concerns a single call. */
export function troubleOf(errcode: number): InstallationStateKind | null {
  return troubles[errcode] ?? null;
}

const weights: Readonly<Record<InstallationStateKind, InstallationState['weight']>> = {
  access_ended: 'stops',
  app_disabled: 'stops',
  not_online: 'stops',
  address_refused: 'stops',
  permission_withdrawn: 'stops',
  inactive_warned: 'warns',
  inactive_closed: 'stops',
  low_activity_warned: 'warns',
  low_activity: 'stops',
  data_expiring: 'warns',
  data_expired: 'stops',
  special_withdrawn: 'stops',
  special_granted: 'tells',
  departments_allowed: 'tells',
  id_migration_agreed: 'tells',
};

/** How much a state matters. */
export function weightOf(kind: InstallationStateKind): InstallationState['weight'] {
  return weights[kind];
}

/** News of one state. */
export interface StateChange {
  readonly kind: InstallationStateKind;
  readonly subject: string;
  readonly turn: 'begins' | 'ends';
  readonly at: Date;
  readonly until: Date | null;
}

type KnownState = Omit<InstallationStateRow, 'id' | 'corpId'>;

/**
 * A state after news of it; null when the news is older than what is known. An end before any beginning is kept
 * too, so that the beginning, when it comes late, changes nothing.
 */
export function settleState(known: KnownState | null, news: StateChange): KnownState | null {
  const { kind, subject, at, until } = news;
  if (known !== null && known.toldAt > at) {
    return null;
  }
  if (news.turn === 'ends') {
    return { kind, subject, since: known?.since ?? at, until: known?.until ?? null, endedAt: at, toldAt: at };
  }
  const goesOn = known !== null && known.endedAt === null;
  return { kind, subject, since: goesOn ? known.since : at, until, endedAt: null, toldAt: at };
}
