import { withDescendants } from './rules.ts';

/** The part of a company an app may see. */
export interface Range {
  readonly departmentIds: readonly number[];
  readonly userIds: readonly string[];
  readonly tagIds: readonly number[];
}

/**
 * Whether a member, as we last knew them, is inside the visible range. `unknown` where the range was not read
 * yet, or holds member tags, whose members cannot be read.
 */
export function isInRange(
  range: Range | null,
  member: { readonly userId: string; readonly departmentIds: readonly number[] },
  departments: readonly { departmentId: number; parentId: number }[],
): 'inside' | 'outside' | 'unknown' {
  if (range === null) {
    return 'unknown';
  }
  const inside = withDescendants(departments, range.departmentIds);
  if (range.userIds.includes(member.userId) || member.departmentIds.some((id) => inside.has(id))) {
    return 'inside';
  }
  return range.tagIds.length > 0 ? 'unknown' : 'outside';
}

/**
 * What became of a member the platform no longer shows. "No privilege" is said only of somebody who is there
 * and out of range; "not found" is said of both, and then the range as it is now decides.
 *
 * @param answer - what the platform said when it was asked for the member alone
 */
export function whereabouts(
  answer: 'no_privilege' | 'not_found',
  place: 'inside' | 'outside' | 'unknown',
): 'left' | 'out_of_range' {
  return answer === 'no_privilege' || place === 'outside' ? 'out_of_range' : 'left';
}
