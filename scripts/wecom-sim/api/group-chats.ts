import { hasInterop } from '../provider/licences.ts';
import { laggingGroup } from '../world/edit-groups.ts';
import { isFollower, visibleMembers } from '../world/scope.ts';
import type { GroupChat, GroupMember } from '../world/types.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { fieldsOf } from './message-body.ts';
import { optionalInt, optionalText, requiredText, textList } from './params.ts';

const MAX_OWNERS = 100;
const MAX_LIMIT = 1000;
const MAX_SCOPE = 1000;

/** A group whose owner the app may see: 86001 for what is no id, 86003 for what is not there. */
export const groupInRange = (call: Call, chatId: string): GroupChat => {
  if (!/^wr/.test(chatId)) throw new ApiError(86001);
  const group = call.corp.groups.get(chatId);
  if (!group || group.dismissed) throw new ApiError(86003);
  const hasLeft = call.corp.leftAt.has(group.owner);
  if (!hasLeft && !isFollower(call.corp, call.app, group.owner)) throw new ApiError(60011);
  return group;
};

const ownersOf = (call: Call): string[] | undefined => {
  const owners = textList(fieldsOf(call.body.owner_filter), 'userid_list');
  if (owners.length > MAX_OWNERS) throw tooLong('owner_filter.userid_list', MAX_OWNERS);
  if (owners.length > 0) return owners.map((userid) => userid.toLowerCase());
  if (visibleMembers(call.corp, call.app).length > MAX_SCOPE) throw new ApiError(81017);
  return undefined;
};

const isListed = (call: Call, owners: string[] | undefined, status: number) => (group: GroupChat) => {
  if (group.dismissed || (status !== 0 && group.status !== status)) return false;
  if (owners) return owners.includes(group.owner.toLowerCase());
  // Whoever left must be named.
  return isFollower(call.corp, call.app, group.owner);
};

const list = (call: Call) => {
  const limit = optionalInt(call.body, 'limit');
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT) throw invalidParam('limit');
  const status = optionalInt(call.body, 'status_filter') ?? 0;
  const owners = ownersOf(call);
  const now = call.clock.seconds();
  if (owners?.every((userid) => !hasInterop(call.corp, call.app, userid, now))) throw new ApiError(701008);
  const groups = [...call.corp.groups.values()]
    .filter(isListed(call, owners, status))
    .filter((group) => hasInterop(call.corp, call.app, group.owner, now));
  const walk = `groups ${call.corp.corpId} ${call.app.agentId} ${status} ${(owners ?? []).join(' ')}`;
  const cursor = optionalText(call.body, 'cursor');
  const start = cursor ? (readCursor(walk, cursor)[0] ?? 0) : 0;
  const end = start + limit;
  const next = end < groups.length ? makeCursor(walk, [end]) : '';
  return {
    group_chat_list: groups
      .slice(start, end)
      .map((group) => ({ chat_id: group.chatId, status: group.status })),
    ...((next !== '' || !call.faults.switches.omitLastCursor) && { next_cursor: next }),
  };
};

const presentMember = (member: GroupMember, withName: boolean) => ({
  userid: member.id,
  type: member.type,
  join_time: member.joinTime,
  join_scene: member.joinScene,
  ...(member.state !== '' && { state: member.state }),
  ...(member.invitor !== undefined && { invitor: { userid: member.invitor } }),
  group_nickname: '',
  ...(withName && { name: member.name }),
});

const get = (call: Call) => {
  const found = groupInRange(call, requiredText(call.body, 'chat_id'));
  if (!hasInterop(call.corp, call.app, found.owner, call.clock.seconds())) throw new ApiError(701008);
  const group = laggingGroup(call.world, found, call.faults.switches.groupChatLagSeconds);
  const withName = optionalInt(call.body, 'need_name') === 1;
  return {
    group_chat: {
      ...{ chat_id: group.chatId, name: group.name, owner: group.owner, create_time: group.createTime },
      ...(group.notice !== '' && { notice: group.notice }),
      member_list: group.members.map((member) => presentMember(member, withName)),
      admin_list: group.admins.map((userid) => ({ userid })),
      member_version: group.version,
    },
  };
};

/** Customer group chats 客户群 (developer.work.weixin.qq.com/document/path/92120, 92122). */
export const groupChatEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/groupchat/list': {
    ...{ page: 92120, method: 'POST', permission: 'customers', empty: { group_chat_list: [] }, handle: list },
  },
  '/cgi-bin/externalcontact/groupchat/get': {
    ...{ page: 92122, method: 'POST', permission: 'customers', handle: get },
  },
};
