import { type Corp, findMember } from '../world/corp.ts';
import { createGroup, dismissGroup, editGroup, joinGroup, leaveGroup } from '../world/edit-groups.ts';
import type { GroupChat, GroupMember } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { ImpossibleAct } from './pair.ts';

const corpOf = (world: World, corpId: string): Corp => {
  const corp = world.corps.get(corpId);
  if (!corp) throw new ImpossibleAct(`no corp ${corpId}`);
  return corp;
};

const personOf = (corp: Corp, id: string): Pick<GroupMember, 'id' | 'type' | 'name'> => {
  const member = findMember(corp, id);
  if (member) return { id: member.userid, type: 1, name: member.name };
  const contact = corp.relations.contact(id);
  if (contact) return { id, type: 2, name: contact.name };
  throw new ImpossibleAct(`nobody is ${id}`);
};

const groupOf = (corp: Corp, chatId: string): GroupChat => {
  const group = corp.groups.get(chatId);
  if (!group || group.dismissed) throw new ImpossibleAct(`no group ${chatId}`);
  return group;
};

export interface GroupCreation {
  owner: string;
  name?: string | undefined;
  notice?: string | undefined;
  members?: string[] | undefined;
}

/** A member opens a customer group with members and customers. */
export const memberCreatesGroup = (
  world: World,
  corpId: string,
  creation: GroupCreation,
): { chatId: string } => {
  const corp = corpOf(world, corpId);
  const people = [creation.owner, ...(creation.members ?? [])].map((id) => personOf(corp, id));
  const owner = people[0]?.id ?? '';
  const { name = '', notice } = creation;
  return { chatId: createGroup(world, corp, { name, notice, owner, members: people }).chatId };
};

export interface Joining {
  chatId: string;
  ids: string[];
  /** 1 invited, 2 by a link, 3 by a code. */
  scene?: 1 | 2 | 3 | undefined;
  invitor?: string | undefined;
  /** A way into groups 加入群聊 that was used. */
  configId?: string | undefined;
}

/** People come into a group; through a way they bring its state. */
export const peopleJoinGroup = (world: World, corpId: string, joining: Joining): void => {
  const corp = corpOf(world, corpId);
  const way = joining.configId === undefined ? undefined : corp.ways.get(joining.configId);
  if (joining.configId !== undefined && way?.kind !== 'join')
    throw new ImpossibleAct('no such way into groups');
  const group = groupOf(corp, joining.chatId);
  const joinScene = way ? 3 : (joining.scene ?? 1);
  const invitor = joinScene === 1 ? (joining.invitor ?? group.owner) : undefined;
  const state = typeof way?.settings.state === 'string' ? way.settings.state : '';
  const people = joining.ids.map((id) => ({ ...personOf(corp, id), joinScene, invitor, state }));
  joinGroup(world, corp, group, people);
};

export const peopleLeaveGroup = (
  world: World,
  corpId: string,
  leaving: { chatId: string; ids: string[]; removed?: boolean | undefined },
): void => {
  const corp = corpOf(world, corpId);
  leaveGroup(world, corp, groupOf(corp, leaving.chatId), leaving.ids, leaving.removed ? 1 : 0);
};

export const ownerEditsGroup = (
  world: World,
  corpId: string,
  edit: {
    chatId: string;
    name?: string | undefined;
    notice?: string | undefined;
    owner?: string | undefined;
  },
): void => {
  const corp = corpOf(world, corpId);
  const group = groupOf(corp, edit.chatId);
  const isInside =
    edit.owner === undefined || group.members.some(({ id, type }) => type === 1 && id === edit.owner);
  if (!isInside) throw new ImpossibleAct('the new owner is not a member of the group');
  editGroup(world, corp, group, edit);
};

export const ownerDismissesGroup = (world: World, corpId: string, { chatId }: { chatId: string }): void => {
  const corp = corpOf(world, corpId);
  dismissGroup(world, corp, groupOf(corp, chatId));
};
