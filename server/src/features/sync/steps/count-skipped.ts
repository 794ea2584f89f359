import type { Db } from '../../../db/data-source.ts';
import { countRelationsOf } from '../../customers/mark-lost.ts';
import { findOutOfRange } from '../../members/survey-members.ts';
import { memberSyncRepo } from '../repository.ts';
import { memberGroups } from '../rules.ts';
import type { SyncRunRow } from '../table.ts';
import type { SkippedMembers } from '../tally-rules.ts';

const membersAtOnce = 100;

/** Of whom nothing was read and why, with how many relations of theirs stay as they were. */
export async function countSkipped(db: Db, run: SyncRunRow): Promise<SkippedMembers[]> {
  const skipped: SkippedMembers[] = [];
  for (const reason of ['unlicensed', 'refused'] as const) {
    skipped.push(await countOutcome(db, run, reason));
  }
  const outOfRange = await findOutOfRange(db, run.corpId);
  let relations = 0;
  for (const memberIds of memberGroups(outOfRange, membersAtOnce)) {
    relations += await countRelationsOf(db, run.corpId, memberIds);
  }
  skipped.push({ reason: 'out_of_range', members: outOfRange.length, relations });
  return skipped.filter(({ members }) => members > 0);
}

async function countOutcome(
  db: Db,
  run: SyncRunRow,
  reason: 'unlicensed' | 'refused',
): Promise<SkippedMembers> {
  const repo = memberSyncRepo(db, run.corpId);
  let members = 0;
  let relations = 0;
  for await (const rows of repo.listedPages(run.id, { outcome: reason, limit: membersAtOnce })) {
    const memberIds = rows.map((row) => row.memberId);
    members += memberIds.length;
    relations += await countRelationsOf(db, run.corpId, memberIds);
  }
  return { reason, members, relations };
}
