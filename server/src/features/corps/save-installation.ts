import type { Database } from '../../db/data-source.ts';
import { corpsRepo } from './repository.ts';
import type { CorpRow } from './table.ts';

/** Writes an installation and returns its row. */
export function saveInstallation(
  database: Pick<Database, 'transaction'>,
  row: Omit<CorpRow, 'id'>,
): Promise<CorpRow> {
  return database.transaction((db) => corpsRepo(db).upsert(row));
}

/** The installations of some apps that are in force. */
export function findActiveInstallations(
  database: Pick<Database, 'read'>,
  appKeys: readonly string[],
): Promise<CorpRow[]> {
  return corpsRepo(database.read).findActive(appKeys);
}

/** The installation of an app in a company, in force or not; null when there never was one. */
export function findInstallation(
  database: Pick<Database, 'read'>,
  appKey: string,
  wecomCorpId: string,
): Promise<CorpRow | null> {
  return corpsRepo(database.read).find(appKey, wecomCorpId);
}
