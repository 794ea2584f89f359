import type { MessageDelivery } from '@guanxi/shared/message-deliveries';
import type { Database } from '../../db/data-source.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import type { MemberNames } from '../members/member-names.ts';
import { presentDelivery } from './present.ts';
import { appMessagesRepo } from './repository.ts';

/** What the log needs of the server. */
export interface ListDeliveriesContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
}

/** One page of the messages to members, newest first. */
export async function listDeliveries(
  ctx: ListDeliveriesContext,
  actor: Actor,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: MessageDelivery[]; nextCursor: string | null }> {
  const before = decodeCursor(query.cursor);
  const rows = await appMessagesRepo(ctx.database.read, actor.corpId).findPage({
    before: before === null ? null : { at: new Date(before[0]), id: before[1] },
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const names = await ctx.memberNames.of(
    actor.corpId,
    shown.map(({ delivery }) => delivery.memberId),
  );
  const last = shown.at(-1)?.delivery;
  return {
    items: shown.map((row) => {
      const { memberId } = row.delivery;
      return presentDelivery(row, names.get(memberId) ?? { memberId, userId: '', name: '' });
    }),
    nextCursor:
      rows.length > query.limit && last !== undefined
        ? encodeCursor([last.createdAt.getTime(), last.id])
        : null,
  };
}
