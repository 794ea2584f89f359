import type { Database, Db } from '../../db/data-source.ts';
import { corpsRepo } from './repository.ts';
import type { CorpAccessRow, CorpRow, NewCorpRow } from './table.ts';

/** Writes an installation and returns its row. */
export function saveInstallation(database: Pick<Database, 'transaction'>, row: NewCorpRow): Promise<CorpRow> {
  return database.transaction((db) => corpsRepo(db).upsert(row));
}

/** The installations of some apps that are in force. */
export function findActiveInstallations(
  database: Pick<Database, 'read'>,
  appKeys: readonly string[],
): Promise<CorpRow[]> {
  return corpsRepo(database.read).findActive(appKeys);
}

/**
 * The installation of an app in a company, in force or not; null when there never was one. Before and after an upgrade
 * of ids it is the one in force, whichever corpid is named.
 */
export async function findInstallation(
  database: Pick<Database, 'read'>,
  appKey: string,
  wecomCorpId: string,
): Promise<CorpRow | null> {
  const repo = corpsRepo(database.read);
  const row = await repo.find(appKey, wecomCorpId);
  if (row?.status === 'upgrading') {
    return repo.findReplacedBy(row.id);
  }
  return row?.status === 'replaced' && row.replacedBy !== null ? repo.findById(row.replacedBy) : row;
}

/** The installation of a tenant. @throws when it was erased meanwhile */
export async function requireCorp(db: Db, corpId: number): Promise<CorpRow> {
  const row = await corpsRepo(db).findById(corpId);
  if (row === null) {
    throw new Error(`The corp ${corpId} is gone`);
  }
  return row;
}

/** Ends an installation whose history another one has now. Its row stays, and says where to. */
export async function markReplaced(db: Db, corpId: number, byCorpId: number): Promise<void> {
  await corpsRepo(db).update(corpId, { status: 'replaced', replacedBy: byCorpId });
}

/** The installations that another one replaced. */
export function findReplacedInstallations(database: Pick<Database, 'read'>): Promise<CorpRow[]> {
  return corpsRepo(database.read).findReplaced();
}

/** Keeps what a reading of the authorisation showed. */
export async function saveAccess(
  db: Db,
  corpId: number,
  access: Partial<CorpAccessRow & Pick<CorpRow, 'name' | 'agentId'>>,
): Promise<CorpRow> {
  await corpsRepo(db).update(corpId, access);
  return requireCorp(db, corpId);
}

/** Userids of who administers the app; the row stays locked until the transaction ends. */
export function holdAdmins(db: Db, corpId: number): Promise<string[]> {
  return corpsRepo(db).holdAdmins(corpId);
}
