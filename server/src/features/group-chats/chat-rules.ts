import type { GroupChatOwnership, GroupChatStatus } from '@guanxi/shared/group-chats';
import { chatLagMs } from './membership-rules.ts';

/** What asking the platform for a chat came to. */
export type ReadingKind = 'there' | 'gone' | 'dismissed' | 'hidden';

/** Where a chat stands, and since when. */
export interface ChatStanding {
  readonly status: GroupChatStatus;
  readonly statusAt: Date;
}

/** What a callback told, as far as the chat itself is concerned. */
export interface ToldChange {
  readonly kind: 'created' | 'dismissed' | 'members' | 'owner' | 'name' | 'notice' | 'other';
  readonly at: Date;
  /** The member list's version before and after, where the change was one of members. */
  readonly lastVersion: string | null;
  readonly version: string | null;
}

/** The fields of a chat that a callback may say have changed. */
export interface ChatFields {
  readonly name: string;
  readonly ownerUserId: string;
  readonly notice: string | null;
}

/**
 * Where a chat stands after callbacks and a reading. Dismissed is final: no chat comes back from it,
 * and a reading that still shows it is old.
 *
 * @returns null when there is nothing to keep: the chat was never seen and cannot be
 */
export function settleStatus(
  known: ChatStanding | null,
  told: readonly ToldChange[],
  reading: { kind: ReadingKind; readAt: Date },
): ChatStanding | null {
  const dismissal = told.find((change) => change.kind === 'dismissed');
  if (known?.status === 'dismissed') {
    return known;
  }
  if (dismissal !== undefined) {
    return known === null && reading.kind !== 'there'
      ? null
      : { status: 'dismissed', statusAt: dismissal.at };
  }
  const status = statusOf(reading.kind);
  if (known === null) {
    return status === 'open' ? { status, statusAt: reading.readAt } : null;
  }
  return status === known.status ? known : { status, statusAt: reading.readAt };
}

function statusOf(kind: ReadingKind): GroupChatStatus {
  return kind === 'there' ? 'open' : kind === 'gone' ? 'lost' : kind;
}

/** True when a callback tells of a chat that the platform does not show yet, or of a change it does not. */
export function isChatOvertaken(
  told: readonly ToldChange[],
  reading: { readAt: Date; shown: { version: string | null; fields: ChatFields } | null },
  known: { readAt: Date; fields: ChatFields } | null,
): boolean {
  const young = told.filter((change) => reading.readAt.getTime() - change.at.getTime() < chatLagMs);
  if (told.some((change) => change.kind === 'dismissed')) {
    return false;
  }
  const { shown } = reading;
  if (shown === null) {
    return young.length > 0 && known === null;
  }
  return young.some(
    (change) =>
      (change.lastVersion !== null && change.lastVersion === shown.version) ||
      isUnseen(change, shown.fields, known),
  );
}

/**
 * When a chat should be read once more: a callback of a name, owner or notice does not tell the new value, so
 * after two in a row, or before anything was known, nobody can say whether a young reading shows the last.
 *
 * @returns null when the reading can be trusted
 */
export function confirmAt(told: readonly ToldChange[], readAt: Date): Date | null {
  const vague = told.filter(
    (change) => change.version === null && change.kind !== 'created' && change.kind !== 'dismissed',
  );
  const last = vague.at(-1);
  const at = last === undefined ? null : new Date(last.at.getTime() + chatLagMs);
  return at !== null && at > readAt ? at : null;
}

/** The field the callback names looks as it did before, and before it was not read since. */
function isUnseen(
  change: ToldChange,
  shown: ChatFields,
  known: { readAt: Date; fields: ChatFields } | null,
): boolean {
  if (known === null || known.readAt > change.at) {
    return false;
  }
  switch (change.kind) {
    case 'owner':
      return shown.ownerUserId === known.fields.ownerUserId;
    case 'name':
      return shown.name === known.fields.name;
    case 'notice':
      return shown.notice === known.fields.notice;
    default:
      return false;
  }
}

/** What the owner is doing, when a reading shows the owner and a listing said what was true before. */
export function ownershipAfter(known: GroupChatOwnership, hasNewOwner: boolean): GroupChatOwnership {
  // Somebody who left cannot hand over to himself: a chat that waited and has a new owner was taken over.
  return hasNewOwner && known !== 'normal' ? 'inherited' : known;
}
