import type { Db } from '../../db/data-source.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import { memberLicencesRepo } from './repository.ts';
import type { KeptLicence } from './rules.ts';

/** News of one member's licence. */
export interface LicenceNews extends KeptLicence {
  readonly userId: string;
}

/**
 * Keeps news of licences; what is older than known changes nothing, and members nobody knows are left out.
 *
 * @param at - when the news was true
 * @returns whether somebody has an interop licence now who was known to have none: their customers can be read
 */
export async function learnLicences(
  db: Db,
  corpId: number,
  news: readonly LicenceNews[],
  at: Date,
): Promise<{ hasNewcomers: boolean }> {
  const repo = memberLicencesRepo(db, corpId);
  const memberIds = await memberIdsOf(
    db,
    corpId,
    news.map((one) => one.userId),
  );
  const known = new Map(
    (await repo.findOfMembers([...memberIds.values()])).map((row) => [row.memberId, row]),
  );
  const rows = news.flatMap((one) => {
    const memberId = memberIds.get(one.userId);
    const before = memberId === undefined ? undefined : known.get(memberId);
    return memberId === undefined || (before !== undefined && before.knownAt > at)
      ? []
      : [{ memberId, kind: one.kind, expiresAt: one.expiresAt, knownAt: at }];
  });
  await repo.save(rows);
  const hasNewcomers = rows.some((row) => {
    const before = known.get(row.memberId);
    return row.kind === 'interop' && before !== undefined && before.kind !== 'interop';
  });
  return { hasNewcomers };
}

/**
 * Keeps that the platform refused calls about members for want of a licence. A base account, which is refused the same
 * calls, stays what it is.
 */
export async function learnMissing(
  db: Db,
  corpId: number,
  userIds: readonly string[],
  at: Date,
): Promise<void> {
  const known = new Map<string, Date | null>();
  const memberIds = await memberIdsOf(db, corpId, userIds);
  const rows = await memberLicencesRepo(db, corpId).findOfMembers([...memberIds.values()]);
  for (const [userId, memberId] of memberIds) {
    const row = rows.find((one) => one.memberId === memberId);
    const expiresAt = row?.expiresAt ?? null;
    if (row?.kind === 'base' && (expiresAt === null || expiresAt > at)) {
      continue;
    }
    // An end that lies ahead was wrong; one that is over says why.
    known.set(userId, expiresAt !== null && expiresAt <= at ? expiresAt : null);
  }
  await learnLicences(
    db,
    corpId,
    [...known].map(([userId, expiresAt]) => ({ userId, kind: 'none', expiresAt })),
    at,
  );
}
