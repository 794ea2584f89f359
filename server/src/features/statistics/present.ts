import type { CustomerContactStatistics } from '@guanxi/shared/statistics';
import { sumChats, sumFigures } from './rules.ts';
import type { BehaviorDayRow, GroupChatDayRow, StatisticsReadingRow } from './table.ts';

interface NamedMember {
  readonly memberId: number;
  readonly userId: string;
  readonly name: string;
}

/** Days added up for each member, in the order of their names, and for all together. */
export function presentStatistics(read: {
  period: { from: string; to: string };
  behavior: readonly BehaviorDayRow[];
  chats: readonly GroupChatDayRow[];
  reading: StatisticsReadingRow | null;
  names: ReadonlyMap<number, NamedMember>;
}): CustomerContactStatistics {
  const { behavior, chats, names, period, reading } = read;
  const memberIds = [...new Set(behavior.map((row) => row.memberId))];
  const members = memberIds.map((memberId) => ({
    member: names.get(memberId) ?? { memberId, userId: '', name: '' },
    ...sumFigures(behavior.filter((row) => row.memberId === memberId)),
    groupChats: sumChats(chats.filter((row) => row.memberId === memberId)),
  }));
  const newest = Math.max(...behavior.map((row) => row.readAt.getTime()));
  return {
    ...period,
    asOf: behavior.length === 0 ? null : new Date(newest).toISOString(),
    failure: reading?.failure ?? null,
    members: members.toSorted((a, b) => a.member.name.localeCompare(b.member.name, 'zh-CN')),
    total: { ...sumFigures(behavior), groupChats: sumChats(chats) },
  };
}
