import { findMember } from '../world/corp.ts';
import { editGroup, joinGroup } from '../world/edit-groups.ts';
import { isFollower } from '../world/scope.ts';
import type { GroupChat, Member, Transfer } from '../world/types.ts';
import { makeCursor, readCursor } from './cursor.ts';
import { followerInRange } from './customers.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { optionalInt, optionalText, requiredText, textList } from './params.ts';

const DAY = 86_400;
const YEAR = 365 * DAY;
const MAX_CUSTOMERS = 100;
const MAX_MESSAGE = 200;
const PAGE = 1000;
const TWICE_IN = 90 * DAY;

/** Who gives customers away: in service and in range, or gone within the last year. */
const giver = (call: Call, resigned: boolean): Member => {
  const userid = requiredText(call.body, 'handover_userid');
  if (!resigned) return followerInRange(call, userid);
  const member = findMember(call.corp, userid);
  if (!member) throw new ApiError(60111);
  const leftAt = call.corp.leftAt.get(member.userid);
  if (leftAt === undefined || call.clock.seconds() - leftAt > YEAR) throw new ApiError(40097);
  return member;
};

/** The code of one customer: 0 when the handover has started, not when it is done. */
const startOne = (
  call: Call,
  from: Member,
  to: Member,
  externalUserId: string,
  resigned: boolean,
): number => {
  const { corp, clock } = call;
  if (!corp.relations.contact(externalUserId)) return 40096;
  const relation = corp.relations.get(from.userid, externalUserId);
  if (!relation || relation.half) return 84061;
  const mine = corp.transfers.filter((row) => row.externalUserId === externalUserId);
  if (mine.some((row) => row.status === 2)) return 40129;
  const recent = mine.filter((row) => !row.resigned && row.startedAt > clock.seconds() - TWICE_IN);
  if (!resigned && recent.length >= 2) return 40128;
  const startedAt = clock.seconds();
  corp.transfers.push({
    ...{ handover: from.userid, takeover: to.userid, externalUserId, status: 2, startedAt, resigned },
    ...{ at: startedAt + DAY, note: optionalText(call.body, 'transfer_success_msg') ?? '' },
  });
  return 0;
};

const transfer = (call: Call, resigned: boolean) => {
  const from = giver(call, resigned);
  const to = followerInRange(call, requiredText(call.body, 'takeover_userid'));
  if (from.userid === to.userid) throw new ApiError(40130);
  const ids = textList(call.body, 'external_userid');
  if (ids.length === 0) throw invalidParam('external_userid');
  if (ids.length > MAX_CUSTOMERS) throw tooLong('external_userid', MAX_CUSTOMERS);
  if ([...(optionalText(call.body, 'transfer_success_msg') ?? '')].length > MAX_MESSAGE) {
    throw tooLong('transfer_success_msg', MAX_MESSAGE);
  }
  return {
    customer: ids.map((id) => ({ external_userid: id, errcode: startOne(call, from, to, id, resigned) })),
  };
};

const present = (row: Transfer) => ({
  external_userid: row.externalUserId,
  status: row.status,
  takeover_time: row.status === 3 ? 0 : row.at,
});

const result = (call: Call, resigned: boolean) => {
  const from = requiredText(call.body, 'handover_userid').toLowerCase();
  const to = requiredText(call.body, 'takeover_userid').toLowerCase();
  const rows = call.corp.transfers.filter(
    (row) =>
      row.resigned === resigned && row.handover.toLowerCase() === from && row.takeover.toLowerCase() === to,
  );
  const walk = `transfers ${call.corp.corpId} ${call.app.agentId} ${from} ${to} ${resigned}`;
  const cursor = optionalText(call.body, 'cursor');
  const start = cursor ? (readCursor(walk, cursor)[0] ?? 0) : 0;
  const end = start + PAGE;
  const next = end < rows.length ? makeCursor(walk, [end]) : '';
  return {
    customer: rows.slice(start, end).map(present),
    ...((next !== '' || !call.faults.switches.omitLastCursor) && { next_cursor: next }),
  };
};

/** Customers of members who left and that nobody has taken over, newest leavers first. */
const unassigned = (call: Call) => {
  const { corp, body } = call;
  const waiting = new Set(
    corp.transfers
      .filter((row) => row.resigned && row.status === 2)
      .map((row) => `${row.handover} ${row.externalUserId}`),
  );
  const leavers = [...corp.leftAt].sort((a, b) => b[1] - a[1]);
  const rows = leavers.flatMap(([userid, leftAt]) =>
    [...corp.relations.ofMember(userid)]
      .filter((relation) => !waiting.has(`${userid} ${relation.externalUserId}`))
      .map((relation) => ({
        ...{ handover_userid: userid, external_userid: relation.externalUserId, dimission_time: leftAt },
      })),
  );
  const size = Math.min(optionalInt(body, 'page_size') ?? PAGE, PAGE);
  if (size < 1) throw invalidParam('page_size');
  const walk = `unassigned ${corp.corpId} ${call.app.agentId}`;
  const cursor = optionalText(body, 'cursor');
  const pageId = optionalInt(body, 'page_id');
  const start = cursor ? (readCursor(walk, cursor)[0] ?? 0) : (pageId ?? 0) * size;
  const end = start + size;
  const isLast = end >= rows.length;
  const byCursor = cursor !== undefined || pageId === undefined;
  return {
    info: rows.slice(start, end),
    is_last: isLast,
    ...(byCursor && { next_cursor: isLast ? '' : makeCursor(walk, [end]) }),
  };
};

/** The code of one group: 0 when the new owner has it. */
const moveGroup = (call: Call, group: GroupChat | undefined, owner: Member, resigned: boolean): number => {
  if (!group || group.dismissed) return 90501;
  const hasLeft = call.corp.leftAt.has(group.owner);
  if (resigned && !hasLeft) return group.status === 3 ? 90508 : 90500;
  if (!resigned && hasLeft) return 90502;
  if (group.owner === owner.userid) return 90504;
  if (!group.members.some((member) => member.id === owner.userid)) {
    const joining = { id: owner.userid, type: 1 as const, name: owner.name, joinScene: 1 as const };
    joinGroup(call.world, call.corp, group, [{ ...joining, invitor: group.owner, state: '' }]);
  }
  editGroup(call.world, call.corp, group, { owner: owner.userid });
  if (resigned) group.status = 3;
  return 0;
};

const moveGroups = (call: Call, resigned: boolean) => {
  const userid = requiredText(call.body, 'new_owner');
  const owner = followerInRange(call, userid);
  if (!isFollower(call.corp, call.app, owner.userid)) throw new ApiError(84074);
  const ids = textList(call.body, 'chat_id_list');
  if (ids.length === 0) throw invalidParam('chat_id_list');
  if (ids.length > MAX_CUSTOMERS) throw tooLong('chat_id_list', MAX_CUSTOMERS);
  const failed = ids.flatMap((chatId) => {
    const errcode = moveGroup(call, call.corp.groups.get(chatId), owner, resigned);
    return errcode === 0 ? [] : [{ chat_id: chatId, errcode, errmsg: new ApiError(errcode).message }];
  });
  return { failed_chat_list: failed };
};

const POST = { method: 'POST' } as const;

/** Handover of customers and groups, in service and after leaving (path/92125, 94088, 94081, 94082, 92124, 92127, 95703). */
export const transferEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/transfer_customer': {
    ...{ ...POST, page: 92125, permission: 'transfer', empty: { customer: [] } },
    handle: (call) => transfer(call, false),
  },
  '/cgi-bin/externalcontact/transfer_result': {
    ...{ ...POST, page: 94088, permission: 'transfer', empty: { customer: [] } },
    handle: (call) => result(call, false),
  },
  '/cgi-bin/externalcontact/resigned/transfer_customer': {
    ...{ ...POST, page: 94081, permission: 'resigned', empty: { customer: [] } },
    handle: (call) => transfer(call, true),
  },
  '/cgi-bin/externalcontact/resigned/transfer_result': {
    ...{ ...POST, page: 94082, permission: 'resigned', empty: { customer: [] } },
    handle: (call) => result(call, true),
  },
  '/cgi-bin/externalcontact/get_unassigned_list': {
    ...{ ...POST, page: 92124, permission: 'resigned', empty: { info: [] }, handle: unassigned },
  },
  '/cgi-bin/externalcontact/groupchat/transfer': {
    ...{ ...POST, page: 92127, permission: 'group-resigned', empty: { failed_chat_list: [] } },
    handle: (call) => moveGroups(call, true),
  },
  '/cgi-bin/externalcontact/groupchat/onjob_transfer': {
    ...{ ...POST, page: 95703, permission: 'group-transfer', empty: { failed_chat_list: [] } },
    handle: (call) => moveGroups(call, false),
  },
};
