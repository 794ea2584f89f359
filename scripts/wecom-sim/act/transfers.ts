import type { Corp } from '../world/corp.ts';
import { emitContactEvent } from '../world/events.ts';
import type { Transfer } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { ImpossibleAct } from './pair.ts';

const BY_ADMIN = 202;

/** The relation moves with remark and tags; the events tell both members' sides (developer.work.weixin.qq.com/document/path/92130). */
export const completeTransfer = (world: World, corp: Corp, transfer: Transfer): void => {
  const { handover, takeover, externalUserId } = transfer;
  const old = corp.relations.get(handover, externalUserId);
  const taken = corp.relations.get(takeover, externalUserId);
  const now = world.clock.seconds();
  Object.assign(transfer, { status: 1, at: now });
  if (old) corp.relations.remove(handover, externalUserId);
  if (old && !taken) {
    const moved = {
      ...{ userid: takeover, seq: corp.relations.nextSeq(), createtime: now },
      ...{ addWay: BY_ADMIN, operUserid: handover, half: false, deletedByCustomer: false },
    };
    corp.relations.put({ ...old, ...moved });
    // Nothing is pushed for a customer whom the new member had already.
    emitContactEvent(world, corp, 'add_external_contact', { userid: takeover, externalUserId }, [
      ['State', old.state || undefined],
    ]);
  }
  if (old) {
    emitContactEvent(world, corp, 'del_external_contact', { userid: handover, externalUserId }, [
      ['Source', 'DELETE_BY_TRANSFER'],
    ]);
  }
  world.touch(corp.corpId, 'chats');
};

/** Ends a handover that does not happen. The customer stays where he was. */
export const failTransfer = (world: World, corp: Corp, transfer: Transfer, status: 3 | 4): void => {
  Object.assign(transfer, { status, at: status === 3 ? 0 : world.clock.seconds() });
  // Only handovers between members in service are reported.
  if (transfer.resigned) return;
  world.emit({
    ...{ corpId: corp.corpId, event: 'change_external_contact', at: world.clock.seconds() },
    nodes: [
      ['ChangeType', 'transfer_fail'],
      ['FailReason', status === 3 ? 'customer_refused' : 'customer_limit_exceed'],
      ['UserID', transfer.takeover],
      ['ExternalUserID', transfer.externalUserId],
    ],
    ...{ subject: `${transfer.takeover} ${transfer.externalUserId}`, userid: transfer.takeover },
  });
};

/** Whoever does nothing for a day has agreed; one who had deleted the old member has refused. */
export const settleTransfers = (world: World, corp: Corp): void => {
  for (const transfer of corp.transfers) {
    if (transfer.status !== 2 || transfer.at > world.clock.seconds()) continue;
    const relation = corp.relations.get(transfer.handover, transfer.externalUserId);
    if (relation?.deletedByCustomer) failTransfer(world, corp, transfer, 3);
    else completeTransfer(world, corp, transfer);
  }
};

/** The customer answers before the day is over, or the new member turns out to be full. */
export const answerTransfer = (
  world: World,
  corp: Corp,
  externalUserId: string,
  answer: 'accept' | 'refuse' | 'limit',
): void => {
  const transfer = corp.transfers.findLast(
    (row) => row.externalUserId === externalUserId && row.status === 2,
  );
  if (!transfer) throw new ImpossibleAct(`nobody waits for an answer of ${externalUserId}`);
  if (answer === 'accept') completeTransfer(world, corp, transfer);
  else failTransfer(world, corp, transfer, answer === 'refuse' ? 3 : 4);
};
