import type { Db } from '../../db/data-source.ts';
import type { Effect } from '../../queue/job.ts';
import { type CorpClient, type Department, everyPage, type Member } from '../../wecom/index.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { memberRow } from './ensure-members.ts';
import { askForMember, markAbsent } from './find-absent.ts';
import type { Range } from './range-rules.ts';
import { membersRepo } from './repository.ts';
import type { MemberRow } from './table.ts';
import { writeMembers } from './write-members.ts';

/** Reads the tree of departments; the effect replaces ours. */
export async function readDepartments(client: CorpClient, corpId: number): Promise<Effect> {
  return replaceDepartments(corpId, await client.listDepartments());
}

function replaceDepartments(corpId: number, departments: readonly Department[]): Effect {
  return (db) =>
    membersRepo(db, corpId).replaceDepartments(
      departments.map((department) => ({
        departmentId: department.departmentId,
        parentId: department.parentId,
        name: department.name,
        sortOrder: department.order,
      })),
    );
}

/** What reading the members of a company needs. */
export interface MemberReading {
  readonly corpId: number;
  readonly admins: ReadonlySet<string>;
  readonly now: Date;
  readonly read: Db;
  /** Members installed for themselves, so that no department can be read. */
  readonly isByMembers: boolean;
}

/**
 * Reads departments and every member in range; the effect makes the tables equal to it. Members the platform no
 * longer shows keep their row, and are marked as left or as out of range.
 *
 * @returns who may have customers, and how many members came and went since the last reading
 */
export async function readAllMembers(
  client: CorpClient,
  options: MemberReading,
): Promise<{ followUserIds: string[]; added: number; gone: number; effect: Effect }> {
  const { corpId } = options;
  const { visibleRange: range } = await requireCorp(options.read, corpId);
  const departments = options.isByMembers ? [] : await client.listDepartments();
  const followUserIds = await client.listFollowUsers();
  const members = await readDepartmentMembers(client, departments);
  const named = options.isByMembers ? await listMembersWhoInstalled(client) : (range?.userIds ?? []);
  for (const userId of new Set([...followUserIds, ...named])) {
    const member = members.has(userId) ? null : await askForMember(client, userId);
    if (member !== null && typeof member !== 'string') {
      members.set(userId, member);
    }
  }
  const present = await membersRepo(options.read, corpId).findPresent();
  const known = new Set(present.map((row) => row.userId));
  const absent = await readAbsentMembers(client, { ...options, range }, { members, present, departments });
  const followUsers = new Set(followUserIds);
  const effect: Effect = async (db) => {
    if (!options.isByMembers) {
      await replaceDepartments(corpId, departments)(db);
    }
    await writeMembers(
      db,
      corpId,
      [...members.values()].map((member) =>
        memberRow(member, { ...options, isFollowUser: followUsers.has(member.userId) }),
      ),
    );
    for (const mark of absent) {
      await mark(db);
    }
  };
  const added = [...members.keys()].filter((userId) => !known.has(userId)).length;
  return { followUserIds, added, gone: absent.length, effect };
}

async function readDepartmentMembers(
  client: CorpClient,
  departments: readonly Department[],
): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  for (const department of departments) {
    for (const member of await client.listDepartmentUsers(department.departmentId)) {
      members.set(member.userId, member);
    }
  }
  return members;
}

/** Userids of those who installed for themselves; they are those of the provider. */
async function listMembersWhoInstalled(client: CorpClient): Promise<string[]> {
  const userIds: string[] = [];
  for await (const page of everyPage((cursor) => client.listMemberAuth({ cursor, limit: 1000 }))) {
    userIds.push(...page.openUserIds);
  }
  return userIds;
}

/** Asks for each member who was here and is not listed any more. One that is shown alone joins `members`. */
async function readAbsentMembers(
  client: CorpClient,
  options: MemberReading & { readonly range: Range | null },
  read: { members: Map<string, Member>; present: readonly MemberRow[]; departments: readonly Department[] },
): Promise<Effect[]> {
  const { corpId, now, range } = options;
  const { members, departments } = read;
  const effects: Effect[] = [];
  for (const known of read.present) {
    if (members.has(known.userId)) {
      continue;
    }
    const answer = await askForMember(client, known.userId);
    if (typeof answer === 'string') {
      effects.push(markAbsent({ corpId, range, departments, now }, known, answer));
    } else {
      members.set(known.userId, answer);
    }
  }
  return effects;
}
