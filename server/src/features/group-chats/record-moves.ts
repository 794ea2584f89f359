import type { GroupLeaveReason } from '@guanxi/shared/group-chats';
import type { Db } from '../../db/data-source.ts';
import { customerIdsOf } from '../customers/known-customers.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import type { NewMemberRow } from './member-row.ts';
import type { Move } from './membership-rules.ts';
import { sceneOf } from './present.ts';
import { groupChatsRepo } from './repository.ts';
import type { GroupChatEventRow } from './table.ts';

/** A coming or going with the row it led to. */
export interface PersonMove extends Move {
  readonly row: NewMemberRow;
}

type NewEvent = Omit<GroupChatEventRow, 'id' | 'corpId'>;

/**
 * Writes comings and goings into the chat's history.
 *
 * @param moves - a leaving a callback told completes one that only a reading had shown
 */
export async function recordMoves(db: Db, corpId: number, moves: readonly PersonMove[]): Promise<void> {
  const repo = groupChatsRepo(db, corpId);
  const isReasonTold = (move: PersonMove) => move.kind === 'left' && move.isTold;
  await repo.addEvents(moves.filter((move) => !isReasonTold(move)).map(moveEvent), { completes: false });
  await repo.addEvents(moves.filter(isReasonTold).map(moveEvent), { completes: true });
}

function moveEvent({ kind, at, joinedAt, reason, row }: PersonMove): NewEvent {
  return {
    groupChatId: row.groupChatId,
    at,
    kind,
    platformId: row.platformId,
    detail: kind === 'joined' ? { scene: row.joinScene, channel: row.channel } : { reason },
    eventKey: `${row.groupChatId}:${kind}:${row.platformId}:${joinedAt.getTime()}`,
  };
}

/** Tells the comings and goings of customers in their own timelines. */
export async function tellCustomers(
  db: Db,
  corpId: number,
  chat: { chatId: string; name: string },
  moves: readonly PersonMove[],
): Promise<void> {
  const outside = moves.filter((move) => move.row.kind === 'external');
  const customerIds = await customerIdsOf(db, corpId, [
    ...new Set(outside.map((move) => move.row.platformId)),
  ]);
  await recordTimeline(
    db,
    corpId,
    outside.flatMap(({ kind, at, joinedAt, reason, row }) => {
      const customerId = customerIds.get(row.platformId);
      const group = { chatId: chat.chatId, name: chat.name };
      return customerId === undefined
        ? []
        : [
            {
              customerId,
              at,
              kind: `group_${kind}` as const,
              actorKind: isOwnAct(kind, reason) ? ('customer' as const) : ('platform' as const),
              actorMemberId: null,
              memberId: null,
              detail:
                kind === 'joined'
                  ? { ...group, scene: sceneOf(row.joinScene), channel: row.channel }
                  : { ...group, reason },
              key: `group_${kind}:${row.groupChatId}:${customerId}:${joinedAt.getTime()}`,
            },
          ];
    }),
  );
}

function isOwnAct(kind: Move['kind'], reason: GroupLeaveReason): boolean {
  return kind === 'joined' || reason === 'left';
}
