import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Who is there, as far as we know. */
export interface MemberSurvey {
  /** In the company and in range. */
  readonly present: readonly {
    readonly memberId: number;
    readonly userId: string;
    readonly name: string;
    readonly isFollowUser: boolean;
  }[];
  readonly outOfRange: number;
  readonly departments: readonly { readonly departmentId: number; readonly name: string }[];
}

/** The members and departments of a company at a glance. */
export async function surveyMembers(db: Db, corpId: number): Promise<MemberSurvey> {
  const repo = membersRepo(db, corpId);
  const [present, outOfRange, departments] = await Promise.all([
    repo.findPresent(),
    repo.countOutOfRange(),
    repo.listDepartments(),
  ]);
  return {
    present: present.map((row) => ({
      memberId: row.id,
      userId: row.userId,
      name: row.name,
      isFollowUser: row.isFollowUser,
    })),
    outOfRange,
    departments,
  };
}

/** Members outside the app's visible range, by local id; their data stays as it was. */
export function findOutOfRange(db: Db, corpId: number): Promise<number[]> {
  return membersRepo(db, corpId).findOutOfRangeIds();
}
