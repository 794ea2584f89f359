import { addMember, type Corp, findMember } from '../world/corp.ts';
import { emitDirectoryEvent } from '../world/events.ts';
import type { Member } from '../world/types.ts';
import type { EventNode, World } from '../world/world.ts';
import { corpAndMember, ImpossibleAct } from './pair.ts';

const corpOf = (world: World, corpId: string): Corp => {
  const corp = world.corps.get(corpId);
  if (!corp) throw new ImpossibleAct(`no corp ${corpId}`);
  return corp;
};

const memberNodes = (member: Member): EventNode[] => [
  ['UserID', member.userid],
  ['Name', member.name],
  ['Department', member.department.join(',')],
  ['MainDepartment', member.department[0] ?? 1],
  ['IsLeaderInDept', member.isLeaderInDept.join(',')],
  ['Mobile', member.mobile],
  ['Position', member.position],
  ['Gender', member.gender],
  ['Status', member.status],
  ['Alias', member.alias],
];

export interface NewMember {
  userId: string;
  name: string;
  departments: number[];
  position?: string | undefined;
  hasFeature?: boolean | undefined;
}

/** Somebody joins the company (developer.work.weixin.qq.com/document/path/90970). */
export const memberJoins = (world: World, corpId: string, joining: NewMember): void => {
  const corp = corpOf(world, corpId);
  if (findMember(corp, joining.userId)) throw new ImpossibleAct(`${joining.userId} is taken`);
  const departments = joining.departments.filter((id) => corp.departments.has(id));
  if (departments.length === 0) throw new ImpossibleAct('no such department');
  const member: Member = {
    ...{ userid: joining.userId, name: joining.name, alias: '', department: departments },
    ...{ isLeaderInDept: departments.map(() => 0), position: joining.position ?? '', mobile: '', gender: 0 },
    ...{ status: 1, hasFeature: joining.hasFeature ?? true, role: 'rep' },
  };
  addMember(corp, member);
  corp.leftAt.delete(member.userid);
  emitDirectoryEvent(world, corp, 'create_user', memberNodes(member), `member ${member.userid}`);
  world.touch(corpId, 'members');
};

export interface MemberEdit {
  userId: string;
  name?: string | undefined;
  position?: string | undefined;
  status?: 1 | 2 | 4 | undefined;
  hasFeature?: boolean | undefined;
}

/** The admin edits a member: the event carries what changed. The range of 客户联系 is no part of the directory. */
export const memberEdited = (world: World, corpId: string, edit: MemberEdit): void => {
  const { corp, member } = corpAndMember(world, corpId, edit.userId);
  if (edit.hasFeature !== undefined) member.hasFeature = edit.hasFeature;
  const nodes: EventNode[] = [['UserID', member.userid]];
  if (edit.name !== undefined) nodes.push(['Name', edit.name]);
  if (edit.position !== undefined) nodes.push(['Position', edit.position]);
  if (edit.status !== undefined) nodes.push(['Status', edit.status]);
  member.name = edit.name ?? member.name;
  member.position = edit.position ?? member.position;
  member.status = edit.status ?? member.status;
  if (nodes.length > 1) emitDirectoryEvent(world, corp, 'update_user', nodes, `member ${member.userid}`);
  world.touch(corpId, 'members');
};

export const departmentCreated = (
  world: World,
  corpId: string,
  created: { name: string; parentid: number },
): { id: number } => {
  const corp = corpOf(world, corpId);
  if (!corp.departments.has(created.parentid)) throw new ImpossibleAct(`no department ${created.parentid}`);
  const id = Math.max(...corp.departments.keys()) + 1;
  const order = 99_990_000 - id;
  corp.departments.set(id, { id, name: created.name, nameEn: '', parentid: created.parentid, order });
  const nodes: EventNode[] = [
    ['Id', id],
    ['Name', created.name],
    ['ParentId', created.parentid],
    ['Order', order],
  ];
  emitDirectoryEvent(world, corp, 'create_party', nodes, `department ${id}`);
  world.touch(corpId, 'members');
  return { id };
};

/** Only empty departments without others below can be deleted. */
export const departmentDeleted = (world: World, corpId: string, { id }: { id: number }): void => {
  const corp = corpOf(world, corpId);
  const isUsed =
    [...corp.departments.values()].some((department) => department.parentid === id) ||
    [...corp.members.values()].some((member) => member.status !== 5 && member.department.includes(id));
  if (id === 1 || isUsed || !corp.departments.delete(id)) throw new ImpossibleAct(`department ${id} stays`);
  emitDirectoryEvent(world, corp, 'delete_party', [['Id', id]], `department ${id}`);
  world.touch(corpId, 'members');
};

export interface ContactTagChange {
  tagId: number;
  /** Of a tag that is made by this change. */
  name?: string | undefined;
  addUsers?: string[] | undefined;
  delUsers?: string[] | undefined;
  addParties?: number[] | undefined;
  delParties?: number[] | undefined;
}

const joined = (list: readonly (string | number)[] | undefined) =>
  list?.length ? list.join(',') : undefined;

const changed = <T>(list: readonly T[], add: readonly T[] = [], remove: readonly T[] = []): T[] =>
  [...new Set([...list, ...add])].filter((one) => !remove.includes(one));

/** The admin puts members and departments into a contact tag, or takes them out (path/90972). */
export const contactTagChanges = (world: World, corpId: string, change: ContactTagChange): void => {
  const corp = corpOf(world, corpId);
  const { tagId, name = `标签 ${tagId}` } = change;
  const { users = [], parties = [], ...old } = corp.contactTags.get(tagId) ?? { tagId, name };
  corp.contactTags.set(tagId, {
    ...{ ...old, users: changed(users, change.addUsers, change.delUsers) },
    parties: changed(parties, change.addParties, change.delParties),
  });
  emitDirectoryEvent(
    world,
    corp,
    'update_tag',
    [
      ['TagId', tagId],
      ['AddUserItems', joined(change.addUsers)],
      ['DelUserItems', joined(change.delUsers)],
      ['AddPartyItems', joined(change.addParties)],
      ['DelPartyItems', joined(change.delParties)],
    ],
    `tag ${tagId}`,
  );
};
