import { In, IsNull, Not } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { escapeLike, placeholders } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRows, selectRowsIn } from '../../db/select.ts';
import { type DepartmentRow, departmentTable, type MemberRow, memberTable } from './table.ts';

/** Which members a list wants. */
export interface MemberPage {
  /** The id of the last one of the page before; 0 for the first page. */
  readonly after: number;
  /** In lower case, without spaces. */
  readonly search: string;
  readonly who: 'here' | 'left' | 'all';
  readonly followUsersOnly: boolean;
  /** Only these; null for everybody. */
  readonly memberIds: readonly number[] | null;
  readonly limit: number;
}

/** A member as the platform shows them; what they chose here stays as it is. */
export type NewMember = Omit<MemberRow, 'id' | 'corpId' | 'locale'>;

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
      return selectRowsIn(db, memberTable, corpId, { property: 'userId', values: userIds });
    },
    findByIds(ids: readonly number[]): Promise<MemberRow[]> {
      return selectRowsIn(db, memberTable, corpId, { property: 'id', values: ids });
    },
    /** Members to choose from, in the order they became known. */
    async findPage(page: MemberPage): Promise<MemberRow[]> {
      const { where, parameters } = chosenBy(page);
      return page.memberIds?.length === 0
        ? []
        : selectRows(
            db,
            memberTable,
            `WHERE corp_id = ? AND id > ? ${where} ORDER BY id LIMIT ${page.limit}`,
            [corpId, page.after, ...parameters],
          );
    },
    findFollowUsers(): Promise<MemberRow[]> {
      return members.find({ where: { corpId, isFollowUser: true, leftAt: IsNull() }, order: { id: 'ASC' } });
    },
    listDepartments(): Promise<DepartmentRow[]> {
      return rowsOf(db, departmentTable).findBy({ corpId });
    },
    /** Members of these departments, by id. Department lists are JSON, so they are compared here. */
    async findIdsInDepartments(departmentIds: ReadonlySet<number>): Promise<number[]> {
      const rows = await members.find({ where: { corpId }, select: { id: true, departmentIds: true } });
      return rows.filter((row) => row.departmentIds.some((id) => departmentIds.has(id))).map((row) => row.id);
    },
    async upsertAll(rows: readonly NewMember[]): Promise<void> {
      await bulkUpsert(
        db,
        memberTable,
        rows.map((row) => ({ ...row, corpId, locale: null })),
        {
          unique: ['corpId', 'userId'],
          update: [
            'name',
            'role',
            'departmentIds',
            'leadsDepartmentIds',
            'isFollowUser',
            'leftAt',
            'searchText',
            'outOfRangeAt',
            'syncedAt',
          ],
        },
      );
    },
    /** Rows for ids that are not known yet; what is known stays as it is. */
    async addUnknown(rows: readonly NewMember[]): Promise<void> {
      await bulkUpsert(
        db,
        memberTable,
        rows.map((row) => ({ ...row, corpId, locale: null })),
        { unique: ['corpId', 'userId'], update: [] },
      );
    },
    /** Who is in the company and in range, as far as we know. */
    findPresent(): Promise<MemberRow[]> {
      return members.findBy({ corpId, leftAt: IsNull(), outOfRangeAt: IsNull() });
    },
    countPresent(): Promise<number> {
      return members.countBy({ corpId, leftAt: IsNull(), outOfRangeAt: IsNull() });
    },
    async findOutOfRangeIds(): Promise<number[]> {
      const rows = await members.find({
        where: { corpId, leftAt: IsNull(), outOfRangeAt: Not(IsNull()) },
        select: { id: true },
      });
      return rows.map((row) => row.id);
    },
    /** Userids of who is present, in their order. */
    async findPresentUserIds(afterUserId: string, limit: number): Promise<string[]> {
      const rows: { user_id: string }[] = await db.query(
        `SELECT user_id FROM member WHERE corp_id = ? AND user_id > ? AND left_at IS NULL AND out_of_range_at IS NULL
         ORDER BY user_id LIMIT ${limit}`,
        [corpId, afterUserId],
      );
      return rows.map((row) => row.user_id);
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
    async setLocale(id: number, locale: string): Promise<void> {
      await members.update({ corpId, id }, { locale });
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

function chosenBy(page: MemberPage): { where: string; parameters: readonly (string | number)[] } {
  const standing = { here: 'AND left_at IS NULL', left: 'AND left_at IS NOT NULL', all: '' };
  const { memberIds, search } = page;
  const where = [
    standing[page.who],
    page.followUsersOnly ? 'AND is_follow_user = 1' : '',
    memberIds === null ? '' : `AND id IN ${placeholders(1, memberIds.length)}`,
    search === '' ? '' : "AND COALESCE(search_text, LOWER(name)) LIKE ? ESCAPE '!'",
  ];
  return {
    where: where.join(' '),
    parameters: [...(memberIds ?? []), ...(search === '' ? [] : [`%${escapeLike(search)}%`])],
  };
}
