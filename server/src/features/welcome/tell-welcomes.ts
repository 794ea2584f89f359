import type { Db } from '../../db/data-source.ts';
import { findRelationOfPair } from '../customers/platform-ids.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { welcomeRepo } from './repository.ts';

/**
 * Writes what became of a pair's welcomes into the customer's timeline, once each. The welcome goes out before
 * the customer is known here, so both the end of the sending and the reading of the customer call this; whoever
 * comes later finds both. The lock makes the two wait for each other.
 */
export async function tellWelcomes(
  db: Db,
  corpId: number,
  pair: { externalUserId: string; userId: string },
): Promise<void> {
  const sends = await welcomeRepo(db, corpId).lockSendsOfPair(pair.externalUserId, pair.userId);
  const settled = sends.filter((send) => send.settledAt !== null && send.state !== 'sending');
  if (settled.length === 0) {
    return;
  }
  const relation = await findRelationOfPair(db, corpId, pair);
  if (relation === null) {
    return;
  }
  await recordTimeline(
    db,
    corpId,
    settled.map((send) => ({
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
