import type { Db } from '../../db/data-source.ts';
import { findRelationOfPair } from '../customers/platform-ids.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { welcomeRepo } from './repository.ts';
import type { WelcomeSendRow } from './table.ts';

/** A member and a customer, by the platform's ids. */
export interface WelcomedPair {
  readonly corpId: number;
  readonly externalUserId: string;
  readonly userId: string;
}

/**
 * Writes what became of the welcomes of some pairs of one company into the customers' timelines, once each. The
 * welcome goes out before the customer is known here, so both the end of the sending and the reading of the customer
 * call this; whoever comes later finds both. The lock makes the two wait for each other.
 */
export async function tellWelcomes(db: Db, pairs: readonly WelcomedPair[]): Promise<void> {
  const [first] = pairs;
  if (first === undefined) {
    return;
  }
  const { corpId } = first;
  const sends = await welcomeRepo(db, corpId).lockSendsTo([
    ...new Set(pairs.map(({ externalUserId }) => externalUserId)),
  ]);
  const settled = sends.filter((send) => send.settledAt !== null && send.state !== 'sending');
  for (const pair of settled.length === 0 ? [] : pairs) {
    const own = settled.filter(
      (send) => send.externalUserId === pair.externalUserId && send.userId === pair.userId,
    );
    await tellPair(db, pair, own);
  }
}

async function tellPair(db: Db, pair: WelcomedPair, sends: readonly WelcomeSendRow[]): Promise<void> {
  const relation = sends.length === 0 ? null : await findRelationOfPair(db, pair.corpId, pair);
  if (relation === null) {
    return;
  }
  await recordTimeline(
    db,
    pair.corpId,
    sends.map((send) => ({
      customerId: relation.customerId,
      at: send.settledAt ?? send.createdAt,
      kind: 'welcome',
      actorKind: 'system',
      actorMemberId: null,
      memberId: relation.memberId,
      detail: { outcome: send.state, reason: send.reason, errcode: send.errcode },
      key: `welcome:${send.id}:${send.state}`,
    })),
  );
}
