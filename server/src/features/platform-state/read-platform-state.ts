import type { PlatformState } from '@guanxi/shared/platform';
import type { Budget, CallCounts } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { presentPlatformState } from './present.ts';

/** What reading needs of the server. */
export interface PlatformStateContext {
  readonly installations: Pick<Installations, 'of'>;
  readonly budget: Pick<Budget, 'state'>;
  readonly callCounts: Pick<CallCounts, 'read'>;
}

/** Which calls of one company wait and why, and what became of those of the last hour, in this process. */
export function readPlatformState(ctx: PlatformStateContext, corpId: number): PlatformState {
  const { budgetKey } = ctx.installations.of(corpId).client.access;
  const { circuits, lanes, corpPauses } = ctx.budget.state();
  const isOwn = ({ corp }: { corp: string }) => corp === budgetKey;
  return presentPlatformState({
    circuit: circuits.find(isOwn),
    lanes: lanes.filter(isOwn),
    isHeldUp: corpPauses.some(isOwn),
    counts: ctx.callCounts.read(budgetKey),
  });
}
