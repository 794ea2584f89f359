import { WelcomeContent, type WelcomeScope } from '@guanxi/shared/welcome';
import type { Db } from '../../db/data-source.ts';
import { welcomeRepo } from './repository.ts';

/** The message of one target; null when it has none of its own. */
export async function readMessage(
  db: Db,
  corpId: number,
  scope: WelcomeScope | 'way',
  targetId: number,
): Promise<WelcomeContent | null> {
  const row = await welcomeRepo(db, corpId).findMessage(scope, targetId);
  return row === null ? null : WelcomeContent.parse(row.content);
}
