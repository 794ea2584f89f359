import type { Db } from '../../db/data-source.ts';
import { filesInContents } from '../welcome/named-files.ts';
import { groupWelcomesRepo } from './repository.ts';

/** Those of the files that welcome material for groups names. */
export async function filesInGroupWelcomes(
  db: Db,
  corpId: number,
  fileIds: ReadonlySet<number>,
): Promise<Set<number>> {
  const rows = await groupWelcomesRepo(db, corpId).list();
  return new Set(filesInContents(rows.map(({ content }) => content)).filter((fileId) => fileIds.has(fileId)));
}
