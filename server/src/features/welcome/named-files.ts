import { WelcomeContent } from '@guanxi/shared/welcome';
import type { Db } from '../../db/data-source.ts';
import { filesOf } from './attachments.ts';
import { welcomeRepo } from './repository.ts';

const atATime = 500;

/** Those of the files that a welcome message names: the company's, a department's, a member's or a way's. */
export async function filesInWelcomes(
  db: Db,
  corpId: number,
  fileIds: ReadonlySet<number>,
): Promise<Set<number>> {
  const named = new Set<number>();
  for await (const rows of welcomeRepo(db, corpId).contentPages(atATime)) {
    for (const fileId of filesInContents(rows.map(({ content }) => content))) {
      if (fileIds.has(fileId)) {
        named.add(fileId);
      }
    }
  }
  return named;
}

/** Every file that stored contents name. */
export function filesInContents(contents: readonly object[]): number[] {
  return contents.flatMap((content) =>
    filesOf(WelcomeContent.parse(content).attachments).map(({ fileId }) => fileId),
  );
}
