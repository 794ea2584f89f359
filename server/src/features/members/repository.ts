import { In, IsNull, Not } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type DepartmentRow, departmentTable, type MemberRow, memberTable } from './table.ts';

/** The members and departments of one corp. */
export function membersRepo(db: Db, corpId: number) {
  const members = rowsOf(db, memberTable);
  return {
    findByUserId(userId: string): Promise<MemberRow | null> {
      return members.findOneBy({ corpId, userId });
    },
    findById(id: number): Promise<MemberRow | null> {
      return members.findOneBy({ corpId, id });
    },
    findByUserIds(userIds: readonly string[]): Promise<MemberRow[]> {
      return members.findBy({ corpId, userId: In([...userIds]) });
    },
    findByIds(ids: readonly number[]): Promise<MemberRow[]> {
      return members.findBy({ corpId, id: In([...ids]) });
    },
    listDepartments(): Promise<DepartmentRow[]> {
      return rowsOf(db, departmentTable).findBy({ corpId });
    },
    /** Members of these departments, by id. Department lists are JSON, so they are compared here. */
    async findIdsInDepartments(departmentIds: ReadonlySet<number>): Promise<number[]> {
      const rows = await members.find({ where: { corpId }, select: { id: true, departmentIds: true } });
      return rows.filter((row) => row.departmentIds.some((id) => departmentIds.has(id))).map((row) => row.id);
    },
    async upsertAll(rows: readonly Omit<MemberRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        memberTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'userId'],
          update: [
            'name',
            'role',
            'departmentIds',
            'leadsDepartmentIds',
            'isFollowUser',
            'leftAt',
            'outOfRangeAt',
            'syncedAt',
          ],
        },
      );
    },
    /** Rows for ids that are not known yet; what is known stays as it is. */
    async addUnknown(rows: readonly Omit<MemberRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        memberTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'userId'], update: [] },
      );
    },
    /** Who is in the company and in range, as far as we know. */
    findPresent(): Promise<MemberRow[]> {
      return members.findBy({ corpId, leftAt: IsNull(), outOfRangeAt: IsNull() });
    },
    countOutOfRange(): Promise<number> {
      return members.countBy({ corpId, leftAt: IsNull(), outOfRangeAt: Not(IsNull()) });
    },
    listRoles(): Promise<Pick<MemberRow, 'id' | 'userId' | 'role' | 'leadsDepartmentIds'>[]> {
      return members.find({
        where: { corpId },
        select: { id: true, userId: true, role: true, leadsDepartmentIds: true },
      });
    },
    async setRole(ids: readonly number[], role: string): Promise<void> {
      await members.update({ corpId, id: In([...ids]) }, { role });
    },
    async markLeft(userId: string, at: Date): Promise<void> {
      await members.update({ corpId, userId }, { leftAt: at, isFollowUser: false });
    },
    async markOutOfRange(userId: string, at: Date): Promise<void> {
      await members.update({ corpId, userId }, { outOfRangeAt: at, isFollowUser: false });
    },
    async replaceDepartments(rows: readonly Omit<DepartmentRow, 'id' | 'corpId'>[]): Promise<void> {
      await rowsOf(db, departmentTable).delete({ corpId });
      await bulkUpsert(
        db,
        departmentTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'departmentId'], update: ['parentId', 'name', 'sortOrder'] },
      );
    },
  };
}
