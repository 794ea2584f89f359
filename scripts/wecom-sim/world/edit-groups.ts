import { type Corp, mintChatId, mintHex } from './corp.ts';
import type { GroupChat, GroupMember } from './types.ts';
import type { EventNode, World } from './world.ts';

/** change_external_chat: only apps that see the owner hear of it (developer.work.weixin.qq.com/document/path/92130). */
const emitGroupEvent = (
  world: World,
  corp: Corp,
  group: GroupChat,
  changeType: 'create' | 'update' | 'dismiss',
  more: readonly EventNode[] = [],
): void => {
  world.emit({
    ...{ corpId: corp.corpId, event: 'change_external_chat', at: world.clock.seconds() },
    nodes: [['ChatId', group.chatId], ['ChangeType', changeType], ...more],
    ...{ subject: `group ${group.chatId}`, userid: group.owner },
  });
  world.touch(corp.corpId, 'groups');
};

const snapshots = new WeakMap<GroupChat, { at: number; before: GroupChat }>();

/** Remembers the state before a change: groupchat/get lags behind the events when a switch says so. */
const remember = (world: World, group: GroupChat): void => {
  const before = { ...group, members: [...group.members], admins: [...group.admins] };
  snapshots.set(group, { at: world.clock.seconds(), before });
};

/** The group as groupchat/get shows it `lagSeconds` after a change. */
export const laggingGroup = (world: World, group: GroupChat, lagSeconds: number): GroupChat => {
  const last = snapshots.get(group);
  return last && lagSeconds > 0 && world.clock.seconds() - last.at < lagSeconds ? last.before : group;
};

export interface NewGroup {
  name: string;
  owner: string;
  notice?: string | undefined;
  members: readonly Pick<GroupMember, 'id' | 'type' | 'name'>[];
}

export const createGroup = (world: World, corp: Corp, created: NewGroup): GroupChat => {
  const now = world.clock.seconds();
  const group: GroupChat = {
    ...{ chatId: mintChatId(corp), name: created.name, owner: created.owner, notice: created.notice ?? '' },
    ...{ createTime: now, admins: [], version: mintHex(corp), status: 0, dismissed: false },
    members: created.members.map((member) => ({
      ...{ ...member, joinTime: now, joinScene: 1 as const, state: '' },
      invitor: member.id === created.owner ? undefined : created.owner,
    })),
  };
  corp.groups.set(group.chatId, group);
  emitGroupEvent(world, corp, group, 'create');
  return group;
};

const changeMembers = (
  world: World,
  corp: Corp,
  group: GroupChat,
  change: { members: GroupMember[]; changed: readonly string[]; detail: string; scene: EventNode },
): void => {
  remember(world, group);
  const last = group.version;
  group.version = mintHex(corp);
  group.members = change.members;
  emitGroupEvent(world, corp, group, 'update', [
    ['UpdateDetail', change.detail],
    change.scene,
    ['MemChangeCnt', change.changed.length],
    ['MemChangeList', change.changed.map((id): EventNode => ['Item', id])],
    ['LastMemVer', last],
    ['CurMemVer', group.version],
  ]);
};

/** Somebody comes in. The event knows two scenes: 0 invited, 3 by code. */
export const joinGroup = (
  world: World,
  corp: Corp,
  group: GroupChat,
  joining: readonly Omit<GroupMember, 'joinTime'>[],
): void => {
  const fresh = joining.filter(({ id }) => !group.members.some((member) => member.id === id));
  if (fresh.length === 0) return;
  const joinTime = world.clock.seconds();
  changeMembers(world, corp, group, {
    members: [...group.members, ...fresh.map((member) => ({ ...member, joinTime }))],
    changed: fresh.map(({ id }) => id),
    detail: 'add_member',
    scene: ['JoinScene', fresh[0]?.joinScene === 3 ? 3 : 0],
  });
};

/** Somebody leaves by himself (0) or is removed (1). */
export const leaveGroup = (
  world: World,
  corp: Corp,
  group: GroupChat,
  ids: readonly string[],
  scene: 0 | 1,
): void =>
  changeMembers(world, corp, group, {
    members: group.members.filter(({ id }) => !ids.includes(id)),
    ...{ changed: ids, detail: 'del_member', scene: ['QuitScene', scene] },
  });

/** Name, notice or owner change. */
export const editGroup = (
  world: World,
  corp: Corp,
  group: GroupChat,
  change: { name?: string | undefined; notice?: string | undefined; owner?: string | undefined },
): void => {
  remember(world, group);
  const details = { name: 'change_name', notice: 'change_notice', owner: 'change_owner' } as const;
  for (const field of ['name', 'notice', 'owner'] as const) {
    const value = change[field];
    if (value === undefined || value === group[field]) continue;
    group[field] = value;
    emitGroupEvent(world, corp, group, 'update', [['UpdateDetail', details[field]]]);
  }
};

/** One event for the whole group, none for its members. */
export const dismissGroup = (world: World, corp: Corp, group: GroupChat): void => {
  group.dismissed = true;
  emitGroupEvent(world, corp, group, 'dismiss');
};
