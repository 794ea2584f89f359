import type { OwnInstallation } from '@guanxi/shared/own-installation';

/** Where a member's own sync stands, as one word under `ownInstallation.sync`. */
export type OwnSyncStanding =
  | 'reading'
  | 'again'
  | 'read'
  | 'not_read'
  | 'unlicensed'
  | 'refused'
  | 'failed'
  | 'held';

/** What hinders the member most comes first: a sync under way, then why they have no customers, then the last run. */
export function ownSyncStanding({ state, run }: OwnInstallation['sync']): OwnSyncStanding {
  if (run?.status === 'running') return state === 'read' ? 'again' : 'reading';
  if (state === 'unlicensed' || state === 'refused') return state;
  if (run?.status === 'failed') return 'failed';
  if (run?.status === 'asking' || run?.status === 'unanswered') return 'held';
  return state === 'reading' ? 'not_read' : state;
}

/** What keeps somebody from working has a colour; the rest is grey. */
export function ownSyncTone(standing: OwnSyncStanding): 'danger' | 'warn' | 'plain' {
  if (standing === 'unlicensed' || standing === 'refused' || standing === 'failed') return 'danger';
  return standing === 'held' || standing === 'not_read' ? 'warn' : 'plain';
}
