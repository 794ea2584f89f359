import type { ExternalChatEvent, WecomEvent } from '../../wecom/index.ts';
import type { ToldChange } from './chat-rules.ts';
import type { ToldMove } from './membership-rules.ts';

/** The platform's `QuitScene`: by himself, or removed. */
const quitReasons = ['left', 'removed'] as const;

const kindOfDetail: Record<string, ToldChange['kind']> = {
  add_member: 'members',
  del_member: 'members',
  change_owner: 'owner',
  change_name: 'name',
  change_notice: 'notice',
};

/** True for the events of a customer group chat. */
export function isChatEvent(event: WecomEvent): event is ExternalChatEvent {
  return event.type.startsWith('external_chat.');
}

/** What only the events know of the chat, oldest first; ties keep the order of arrival. */
export function changesOf(events: readonly ExternalChatEvent[]): ToldChange[] {
  return events.map(changeOf).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function changeOf(event: ExternalChatEvent): ToldChange {
  if (event.type !== 'external_chat.updated') {
    const kind = event.type === 'external_chat.created' ? 'created' : 'dismissed';
    return { kind, at: event.at, lastVersion: null, version: null };
  }
  return {
    kind: kindOfDetail[event.detail] ?? 'other',
    at: event.at,
    lastVersion: event.lastMemberVersion ?? null,
    version: event.memberVersion ?? null,
  };
}

/** Who came and who went, and why, by platform id; oldest first. */
export function movesOf(events: readonly ExternalChatEvent[]): Map<string, ToldMove[]> {
  const moves = events.flatMap((event): [string, ToldMove][] => {
    if (event.type !== 'external_chat.updated') {
      return [];
    }
    const { at, detail, memberIds } = event;
    if (detail === 'add_member') {
      return memberIds.map((id) => [id, { kind: 'joined', at }]);
    }
    const reason = quitReasons[event.quitScene ?? -1] ?? 'unknown';
    return detail === 'del_member' ? memberIds.map((id) => [id, { kind: 'left', at, reason }]) : [];
  });
  moves.sort(([, a], [, b]) => a.at.getTime() - b.at.getTime());
  const byPerson = new Map<string, ToldMove[]>();
  for (const [id, move] of moves) {
    byPerson.set(id, [...(byPerson.get(id) ?? []), move]);
  }
  return byPerson;
}
