import { SECOND } from '@guanxi/shared/time';
import type { TimelineEntryRow } from './table.ts';

/** Two apps hear of one act, or read it, within this time. */
const sameActMs = 10 * SECOND;

/** What an entry's detail names is called otherwise where it goes: the taker of a handover, the chat of a move. */
export function translateDetail(
  detail: object,
  to: { row(table: string, id: number): number; id(kind: 'chat', id: string): string },
): object {
  const { toMemberId, chatId } = detail as { toMemberId?: number; chatId?: string };
  return {
    ...detail,
    ...(toMemberId === undefined ? {} : { toMemberId: to.row('member', toMemberId) }),
    ...(chatId === undefined ? {} : { chatId: to.id('chat', chatId) }),
  };
}

/** True when two apps of one company told the same act. A follow-up was written once, in one of them. */
export function isSameEntry(there: TimelineEntryRow, here: TimelineEntryRow): boolean {
  return (
    there.followUpId === null &&
    here.followUpId === null &&
    there.memberId === here.memberId &&
    Math.abs(there.at.getTime() - here.at.getTime()) <= sameActMs
  );
}
