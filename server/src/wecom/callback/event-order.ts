import type { WecomEvent } from './event-types.ts';

/** `welcome` events go first: their code dies within 20 seconds. */
export type EventLane = 'welcome' | 'normal';

/**
 * The key within which a corp's events run one after another; events of different keys may run side by side.
 * `contact:USERID/EXTERNALID`, `tags`, `chat:ID`, `member:USERID`, `departments`, `member_tag:ID`, or `corp`.
 */
export function eventSubject(event: WecomEvent): string {
  switch (event.type) {
    case 'external_tag.created':
    case 'external_tag.updated':
    case 'external_tag.deleted':
    case 'external_tag.shuffled':
      return 'tags';
    case 'external_chat.created':
    case 'external_chat.updated':
    case 'external_chat.dismissed':
      return `chat:${event.chatId}`;
    case 'department.created':
    case 'department.updated':
    case 'department.deleted':
      return 'departments';
    case 'member_tag.updated':
      return `member_tag:${event.tagId}`;
    case 'unknown':
      return 'corp';
    default:
      // An event of a customer has both ids; what is left is about a member.
      return 'externalUserId' in event
        ? `contact:${event.userId}/${event.externalUserId}`
        : `member:${event.userId}`;
  }
}

/** Which queue an event belongs to. */
export function eventLane(event: WecomEvent): EventLane {
  return 'welcomeCode' in event && event.welcomeCode ? 'welcome' : 'normal';
}
