import type { InstallationStateKind } from '@guanxi/shared/installation';
import type { Db } from '../../db/data-source.ts';
import { installationStatesRepo } from './repository.ts';

/** Whether an installation is in a state now. */
export async function hasState(db: Db, corpId: number, kind: InstallationStateKind): Promise<boolean> {
  const state = await installationStatesRepo(db, corpId).find(kind, '');
  return state !== null && state.endedAt === null;
}
