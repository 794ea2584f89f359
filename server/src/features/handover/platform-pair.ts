import type { Db } from '../../db/data-source.ts';
import { type CorpClient, everyPage, type HandoverResult } from '../../wecom/index.ts';
import { userIdsOf } from '../members/user-ids.ts';
import type { HandoverRow } from './table.ts';

/** Giver and taker as the platform names them. */
export interface PlatformPair {
  readonly fromUserId: string;
  readonly toUserId: string;
}

/** The platform's names of both members of a handover. */
export async function pairOf(db: Db, handover: HandoverRow): Promise<PlatformPair> {
  const ids = await userIdsOf(db, handover.corpId, [handover.fromMemberId, handover.toMemberId]);
  const fromUserId = ids.get(handover.fromMemberId);
  const toUserId = ids.get(handover.toMemberId);
  if (fromUserId === undefined || toUserId === undefined) {
    throw new Error(`A member of the handover ${handover.id} is not known`);
  }
  return { fromUserId, toUserId };
}

/** Everything the platform recorded of handovers between two members, by external_userid, oldest first. */
export async function readRecords(
  client: CorpClient,
  kind: string,
  pair: PlatformPair,
  signal: AbortSignal,
): Promise<Map<string, HandoverResult[]>> {
  const read = kind === 'resigned' ? client.getResignedTransferResult : client.getTransferResult;
  const records = new Map<string, HandoverResult[]>();
  for await (const page of everyPage((cursor) => read({ ...pair, cursor }, { signal }))) {
    for (const record of page.items) {
      records.set(record.externalUserId, [...(records.get(record.externalUserId) ?? []), record]);
    }
  }
  return records;
}
