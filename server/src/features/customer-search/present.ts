import type { CustomerHit, CustomerMatch, MatchRange } from '@guanxi/shared/customer-search';
import { CustomerType, RelationStatus } from '@guanxi/shared/customers';
import type { MemberRef } from '@guanxi/shared/member-ref';
import type { Hit } from './find-hits.ts';
import type { FieldMatch } from './terms.ts';

/** A hit as a page shows it. */
export function presentHit(
  { found, relations, fields }: Pick<Hit, 'found' | 'relations' | 'fields'>,
  memberOf: (memberId: number) => MemberRef,
): CustomerHit {
  return {
    id: found.customerId,
    externalUserId: found.externalUserId,
    name: found.name,
    remark: found.remark === '' ? null : found.remark,
    avatar: found.avatar,
    type: CustomerType.parse(found.type),
    company: found.texts.company,
    matches: mergedMatches(fields),
    followers: relations.map(({ memberId, status }) => ({
      member: memberOf(memberId),
      status: RelationStatus.parse(status),
    })),
  };
}

/** The matches of all the words, each field once, with ranges that neither touch nor overlap. */
export function mergedMatches(fields: readonly FieldMatch[]): CustomerMatch[] {
  return [...Map.groupBy(fields, ({ field }) => field)].map(([field, matches]) => ({
    field,
    ranges: mergedRanges(matches.flatMap(({ ranges }) => ranges)),
  }));
}

function mergedRanges(ranges: readonly MatchRange[]): MatchRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) {
      last.end = Math.max(last.end, range.end);
    } else {
      merged.push({ ...range });
    }
  }
  return merged;
}
