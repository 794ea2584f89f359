import type { Db } from '../../db/data-source.ts';
import { installationStatesRepo } from './repository.ts';
import { type StateChange, settleState } from './rules.ts';

/** What befell an installation stays with it when its ids are upgraded: only callbacks told it, and none comes twice. */
export function carryStates(db: Db, fromCorpId: number, toCorpId: number): Promise<void> {
  return installationStatesRepo(db, fromCorpId).moveTo(toCorpId);
}

/** Keeps news of an installation's states, in the order they are given. */
export async function changeStates(db: Db, corpId: number, news: readonly StateChange[]): Promise<void> {
  const repo = installationStatesRepo(db, corpId);
  for (const change of news) {
    const settled = settleState(await repo.find(change.kind, change.subject), change);
    if (settled !== null) {
      await repo.save(settled);
    }
  }
}
