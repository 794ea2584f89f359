import type { ToldChange } from './chat-rules.ts';
import type { GroupChatEventRow, GroupChatRow } from './table.ts';

type NewEvent = Omit<GroupChatEventRow, 'id' | 'corpId'>;

/** History entries for what changed about the chat itself; the callback says when, otherwise the reading. */
export function fieldChanges(
  known: GroupChatRow,
  row: GroupChatRow,
  told: readonly ToldChange[],
  readAt: Date,
): NewEvent[] {
  const toldAt = (kind: ToldChange['kind']) => told.findLast((change) => change.kind === kind)?.at ?? readAt;
  const entry = (kind: string, at: Date, detail: object): NewEvent => ({
    groupChatId: known.id,
    at,
    kind,
    platformId: null,
    detail,
    eventKey: `${known.id}:${kind}:${at.getTime()}`,
  });
  const entries: NewEvent[] = [];
  if (known.name !== row.name) {
    entries.push(entry('renamed', toldAt('name'), { from: known.name, to: row.name }));
  }
  if (known.ownerMemberId !== row.ownerMemberId) {
    const detail = { from: known.ownerMemberId, to: row.ownerMemberId };
    entries.push(entry('owner_changed', toldAt('owner'), detail));
  }
  if (known.notice !== row.notice) {
    entries.push(entry('notice_changed', toldAt('notice'), {}));
  }
  if (known.status !== 'dismissed' && row.status === 'dismissed') {
    entries.push(entry('dismissed', row.statusAt, {}));
  }
  return entries;
}
