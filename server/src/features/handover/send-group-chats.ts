import { DAY } from '@guanxi/shared/time';
import { everyPage } from '../../wecom/index.ts';
import { handoversRepo } from './repository.ts';
import { groupsOf, stateAfterCall } from './rules.ts';
import { callNoted, type Sending } from './sending.ts';
import { type Settlement, settleItems } from './settle-items.ts';
import type { HandoverItemRow } from './table.ts';

/** The most the platform takes in one call. */
const chatsPerCall = 100;
/** So many chats of one owner may get a new one on a day. */
const chatsPerDay = 300;

/**
 * Gives the giver's group chats to the taker. Which chats those are is asked of the platform once; asking for a
 * chat that has moved already is answered with "unchanged" and does no harm.
 */
export async function sendGroupChats(sending: Sending): Promise<void> {
  const { ctx, handover } = sending;
  const repo = handoversRepo(ctx.database.read, handover.corpId);
  if (!(await repo.hasChats(handover.id))) {
    const chats = await readChats(sending);
    await ctx.database.transaction((db) =>
      handoversRepo(db, handover.corpId).addItems(
        chats.map((chat) => ({
          ...{ handoverId: handover.id, kind: 'chat', subjectId: chat.chatId, customerId: null },
          ...{ name: chat.name, state: 'pending', reason: null, errcode: null, attempt: 1 },
          ...{ calledAt: null, startedAt: null, dueAt: null, settledAt: null },
        })),
      ),
    );
  }
  const pending = (await repo.findItems(handover.id, ['pending'])).filter((item) => item.kind === 'chat');
  const since = new Date(ctx.now().getTime() - DAY);
  const left = Math.max(0, chatsPerDay - (await repo.countChatsGiven(handover.fromMemberId, since)));
  for (const group of groupsOf(pending.slice(0, left), chatsPerCall)) {
    sending.signal.throwIfAborted();
    await callNoted(sending, group, () => transfer(sending, group));
  }
  const tooMany = pending.slice(left);
  await ctx.database.transaction((db) =>
    settleItems(
      db,
      handover,
      tooMany.map(({ id }) => ({ itemId: id, state: 'failed', reason: 'chat_daily_limit' })),
      ctx.now(),
    ),
  );
}

async function readChats({ client, handover, pair, signal }: Sending) {
  const chats: { chatId: string; name: string }[] = [];
  const status = handover.kind === 'resigned' ? { status: 'orphaned' as const } : {};
  const listing = everyPage((cursor) =>
    client.listGroupChats({ ownerUserIds: [pair.fromUserId], ...status, cursor, limit: 1000 }, { signal }),
  );
  for await (const page of listing) {
    for (const { chatId } of page.items) {
      chats.push({ chatId, name: (await client.getGroupChat({ chatId }, { signal })).name });
    }
  }
  return chats;
}

async function transfer(
  { client, handover, pair }: Sending,
  group: readonly HandoverItemRow[],
): Promise<Settlement[]> {
  const request = { chatIds: group.map((item) => item.subjectId), toUserId: pair.toUserId };
  const failures =
    handover.kind === 'resigned'
      ? await client.transferGroupChats(request)
      : await client.transferGroupChatsInService(request);
  const codes = new Map(failures.map((failure) => [failure.chatId, failure.errcode]));
  return group.map((item) => {
    const errcode = codes.get(item.subjectId) ?? 0;
    const settled = stateAfterCall('chat', errcode);
    return { itemId: item.id, ...settled, errcode: settled.state === 'failed' ? errcode : null };
  });
}
