import type { Db } from '../../db/data-source.ts';
import { corpsRepo } from './repository.ts';
import type { CorpRow } from './table.ts';

/** Where an upgrade leaves the corpid as it is, two rows cannot have it: the mark tells which has no claim to it. */
const marked = (corpId: string, mark: string) => `${corpId}#${mark}`;

/** The row of an installation, held until the transaction ends. @throws when it was erased meanwhile */
export async function holdCorp(db: Db, corpId: number): Promise<CorpRow> {
  const row = await corpsRepo(db).lock(corpId);
  if (row === null) {
    throw new Error(`The corp ${corpId} is gone`);
  }
  return row;
}

/**
 * Makes the row of an installation as it will be once its ids are upgraded. Nothing is called for it and nobody comes
 * in by it before {@link takePlace}.
 *
 * @param row - the installation, held by {@link holdCorp}
 * @param openCorpId - the provider's id of the company; null where the installation has that already
 * @returns null when the app has an installation under that id
 */
export async function prepareUpgraded(
  db: Db,
  row: CorpRow,
  openCorpId: string | null,
  createdAt: Date,
): Promise<CorpRow | null> {
  const repo = corpsRepo(db);
  const wecomCorpId = openCorpId ?? marked(row.wecomCorpId, 'next');
  if ((await repo.find(row.appKey, wecomCorpId)) !== null) {
    return null;
  }
  const { appKey, mode, name, agentId, timeZone } = row;
  const next = await repo.upsert({
    ...{ wecomCorpId, appKey, mode, name, agentId, timeZone, createdAt },
    ...{ status: 'upgrading', sealedCode: null, cancelledAt: null },
  });
  await repo.update(row.id, { replacedBy: next.id });
  return next;
}

/**
 * The upgraded installation takes the place of the one before it, with its permanent code.
 *
 * @param adminUserIds - who administers the app, by their new ids
 * @throws when the company has taken its authorisation back
 */
export async function takePlace(
  db: Db,
  { fromCorpId, corpId, adminUserIds }: { fromCorpId: number; corpId: number; adminUserIds: string[] | null },
): Promise<CorpRow> {
  const repo = corpsRepo(db);
  const former = await holdCorp(db, fromCorpId);
  if (former.status !== 'active') {
    throw new Error(`The corp ${fromCorpId} is not in force any more`);
  }
  const next = await holdCorp(db, corpId);
  const keepsCorpId = next.wecomCorpId === marked(former.wecomCorpId, 'next');
  const wecomCorpId = keepsCorpId ? former.wecomCorpId : next.wecomCorpId;
  const { name, agentId, timeZone, sealedCode, permissions, authMode, edition, platformAddresses } = former;
  const { licenceStatus, licenceTrialUntil, licenceCheckedFrom, licenceReadAt } = former;
  await repo.update(fromCorpId, {
    ...{ status: 'replaced', replacedBy: corpId, sealedCode: null },
    wecomCorpId: keepsCorpId ? marked(former.wecomCorpId, String(fromCorpId)) : former.wecomCorpId,
  });
  await repo.update(corpId, {
    ...{
      wecomCorpId,
      name,
      agentId,
      timeZone,
      sealedCode,
      permissions,
      authMode,
      edition,
      platformAddresses,
    },
    ...{ licenceStatus, licenceTrialUntil, licenceCheckedFrom, licenceReadAt, adminUserIds },
    ...{ status: 'active', cancelledAt: null, idSubjects: { members: 'provider', customers: 'provider' } },
  });
  return holdCorp(db, corpId);
}

/**
 * Forgets what an upgraded installation left behind, such as the events it had taken in: no clock runs for it any
 * more, and nobody would ever forget them.
 *
 * @param moved - tables whose rows have followed
 */
export function forgetLeftovers(db: Db, corpId: number, moved: readonly string[]): Promise<void> {
  return corpsRepo(db).eraseAllBut(corpId, moved);
}
