import type { Effect } from '../../queue/job.ts';
import type { CorpClient, Member } from '../../wecom/index.ts';
import { isOutOfSight } from './out-of-sight.ts';
import { isInRange, type Range, whereabouts } from './range-rules.ts';
import { membersRepo } from './repository.ts';
import type { MemberRow } from './table.ts';

/** "No privilege to access contact": outside the visible range. */
const noPrivilege = 60_011;

/** A member as the platform shows them alone; or why it does not. */
export async function askForMember(
  client: CorpClient,
  userId: string,
): Promise<Member | 'no_privilege' | 'not_found'> {
  try {
    return await client.getUser(userId);
  } catch (error) {
    if (!isOutOfSight(error)) {
      throw error;
    }
    return error.errcode === noPrivilege ? 'no_privilege' : 'not_found';
  }
}

/** What deciding about somebody who is not shown needs. */
export interface AbsentContext {
  readonly corpId: number;
  readonly range: Range | null;
  readonly departments: readonly { departmentId: number; parentId: number }[];
  readonly now: Date;
}

/** Marks a member whom the platform no longer shows: left, or out of the visible range. Their data stays. */
export function markAbsent(
  context: AbsentContext,
  member: Pick<MemberRow, 'userId' | 'departmentIds'>,
  answer: 'no_privilege' | 'not_found',
): Effect {
  const became = whereabouts(answer, isInRange(context.range, member, context.departments));
  return async (db) => {
    const repo = membersRepo(db, context.corpId);
    await (became === 'left'
      ? repo.markLeft(member.userId, context.now)
      : repo.markOutOfRange(member.userId, context.now));
  };
}
