import type { IdSubject, UpgradeObstacle } from '@guanxi/shared/id-upgrade';
import type { OpenSubjects } from './table.ts';

/** Whose ids an installation gets, as the platform said. */
export type IdSubjects = { readonly members: IdSubject; readonly customers: IdSubject };

/** The kinds of ids that are still the company's own; null where there are none, and where the platform told nothing. */
export function openSubjectsOf(subjects: IdSubjects | null): OpenSubjects | null {
  const open = { members: subjects?.members === 'corp', customers: subjects?.customers === 'corp' };
  return open.members || open.customers ? open : null;
}

/** What speaks against an upgrade. */
export interface UpgradeFacts {
  readonly hasProvider: boolean;
  /** Third-party apps of the company that the same call would upgrade. */
  readonly otherApps: readonly string[];
  /** The history of a self-built app was found and is not here. */
  readonly formerAppWaits: boolean;
}

/** The first thing in the way of an upgrade; null for a free way. */
export function obstacleOf(facts: UpgradeFacts): UpgradeObstacle | null {
  if (!facts.hasProvider) {
    return 'provider_missing';
  }
  if (facts.otherApps.length > 0) {
    return 'other_apps';
  }
  return facts.formerAppWaits ? 'former_app' : null;
}

/** Ids without a new one. */
export interface MissingIds {
  /** Of whom or what the app no longer sees, so that nobody could tell their new ids. */
  readonly gone: number;
  /** All others: without them the upgrade would cut history off. */
  readonly needed: number;
}

/** Counts ids without a new one by their reasons. */
export function missingOf(reasons: ReadonlyMap<string, number>): MissingIds {
  const missing = { gone: 0, needed: 0 };
  for (const [reason, count] of reasons) {
    missing[reason === 'left' || reason === 'gone' ? 'gone' : 'needed'] += count;
  }
  return missing;
}

/** Whether the ids may be upgraded, which nobody can undo. */
export function mayUpgrade(missing: MissingIds, isWaived: boolean): boolean {
  return missing.needed === 0 && (missing.gone === 0 || isWaived);
}

/** Which kinds of ids must be asked to be upgraded, after what the platform says now; null when all are. */
export function subjectsToFinish(
  open: OpenSubjects,
  done: { readonly members: boolean; readonly customers: boolean },
): OpenSubjects | null {
  const left = { members: open.members && !done.members, customers: open.customers && !done.customers };
  return left.members || left.customers ? left : null;
}
