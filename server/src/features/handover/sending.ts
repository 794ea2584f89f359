import type { Database } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import {
  type CorpClient,
  isFinalRefusal,
  WecomError,
  WecomHeldBack,
  WecomUnavailable,
  WecomWaitingForTicket,
} from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import type { PlatformPair } from './platform-pair.ts';
import { handoversRepo } from './repository.ts';
import { stateAfterCall } from './rules.ts';
import { type Settlement, settleItems } from './settle-items.ts';
import type { HandoverItemRow, HandoverRow } from './table.ts';

/** What bringing a handover to the platform needs of the server. */
export interface SendHandoverContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** One handover under way in a job. */
export interface Sending {
  readonly ctx: SendHandoverContext;
  readonly client: CorpClient;
  readonly handover: HandoverRow;
  readonly pair: PlatformPair;
  readonly signal: AbortSignal;
}

/**
 * Makes a call about items with the note that it began. A refusal that repeating cannot help is written; a
 * refusal that it may, or a call never made, takes the note back; a lost answer leaves it.
 */
export async function callNoted(
  { ctx, handover }: Sending,
  group: readonly HandoverItemRow[],
  call: () => Promise<Settlement[]>,
): Promise<void> {
  const ids = group.map((item) => item.id);
  const note = (calledAt: Date | null) =>
    ctx.database.transaction((db) =>
      handoversRepo(db, handover.corpId).changeItems(ids, ['pending'], { calledAt }),
    );
  await note(ctx.now());
  let settlements: Settlement[];
  try {
    settlements = await call();
  } catch (error) {
    if (!isFinal(error)) {
      if (!(error instanceof WecomUnavailable)) {
        await note(null);
      }
      throw error;
    }
    settlements = group.map(failedBy(error));
  }
  await ctx.database.transaction((db) => settleItems(db, handover, settlements, ctx.now()));
}

function isFinal(error: unknown): boolean {
  return isFinalRefusal(error) && error.reaction !== 'refreshToken';
}

/** How items go on that an error was the end of. */
export function failedBy(error: unknown): (item: HandoverItemRow) => Settlement {
  return (item) => {
    if (error instanceof WecomError) {
      const kind = item.kind === 'chat' ? 'chat' : 'customer';
      const { reason } = stateAfterCall(kind, error.errcode);
      return { itemId: item.id, state: 'failed', reason: reason ?? 'rejected', errcode: error.errcode };
    }
    const isAway = error instanceof WecomUnavailable || error instanceof WecomHeldBack;
    const reason = isAway || error instanceof WecomWaitingForTicket ? 'unreachable' : 'rejected';
    return { itemId: item.id, state: 'failed', reason };
  };
}
