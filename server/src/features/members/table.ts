import { bool, id, instant, int, json, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A department of the company. */
export interface DepartmentRow {
  id: number;
  corpId: number;
  departmentId: number;
  /** 0 for the root, whose id is 1. */
  parentId: number;
  name: string;
  /** Larger stands first, as on the platform. */
  sortOrder: number;
}

export const departmentTable = defineTable<DepartmentRow>({
  name: 'department',
  columns: {
    id: id(),
    corpId: ref(),
    departmentId: int(),
    parentId: int(),
    name: text(128),
    sortOrder: ref(),
  },
  indexes: [{ name: 'department_key', columns: ['corpId', 'departmentId'], isUnique: true }],
  moves: 'stays',
});

/** A member (员工). Members who left keep their row, because history names them. */
export interface MemberRow {
  id: number;
  corpId: number;
  userId: string;
  /** Repeats the userid where the install mode hides names. */
  name: string;
  role: string;
  departmentIds: number[];
  /** Departments this member leads; what a manager sees follows from it. */
  leadsDepartmentIds: number[];
  /** Configured for 客户联系, so that customers can be added. */
  isFollowUser: boolean;
  leftAt: Date | null;
  /** Name, userid, pinyin and initials in lower case; null until the member was read since search came. */
  searchText: string | null;
  /** Since when the app's visible range leaves this member out; their data stays. */
  outOfRangeAt: Date | null;
  /** When the platform was last read; null for a member only known by id so far. */
  syncedAt: Date | null;
  /** The language they read Guanxi in; null for somebody who never opened it. */
  locale: string | null;
}

export const memberTable = defineTable<MemberRow>({
  name: 'member',
  columns: {
    id: id(),
    corpId: ref(),
    userId: text(64),
    name: text(128),
    role: text(16),
    departmentIds: json(),
    leadsDepartmentIds: json(),
    isFollowUser: bool(),
    leftAt: nullable(instant()),
    searchText: nullable(text(500)),
    outOfRangeAt: nullable(instant()),
    syncedAt: nullable(instant()),
    locale: nullable(text(8)),
  },
  indexes: [{ name: 'member_key', columns: ['corpId', 'userId'], isUnique: true }],
  moves: { ids: { userId: 'member' } },
});
