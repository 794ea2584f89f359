import { createHash } from 'node:crypto';
import type { WecomEvent } from './event-types.ts';

/** `welcome` events go first: their code dies within 20 seconds. */
export type EventLane = 'welcome' | 'normal';

/**
 * The key within which a corp's events run one after another; events of different keys may run side by side.
 * `contact:USERID/EXTERNALID`, `tags`, `chat:ID`, `member:USERID`, `departments`, `member_tag:ID`, `suite`,
 * `auth:CORPID` (`auth:code:HASH` while the corp is not known), `app`, `licences`, `orders`, `acquisition`, `kf`,
 * `job:ID`, or `corp`.
 */
export function eventSubject(event: WecomEvent): string {
  switch (event.type) {
    case 'external_chat.created':
    case 'external_chat.updated':
    case 'external_chat.dismissed':
      return `chat:${event.chatId}`;
    case 'member_tag.updated':
      return `member_tag:${event.tagId}`;
    case 'suite.ticket':
      return 'suite';
    case 'auth.created':
    case 'auth.secret_reset':
      return `auth:code:${hashOf(event.authCode)}`;
    case 'registration.completed':
    case 'registration.entered':
      return `auth:code:${hashOf(event.registerCode)}`;
    case 'job.finished':
      return `job:${event.jobId}`;
    default:
      return subjectOfFamily(event);
  }
}

/** Families whose events share one key each. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['external_tag', 'tags'],
  ['department', 'departments'],
  ['activity', 'app'],
  ['licence', 'licences'],
  ['order', 'orders'],
  ['edition', 'orders'],
  ['acquisition', 'acquisition'],
  ['kf', 'kf'],
  ['unknown', 'corp'],
]);

function subjectOfFamily(event: WecomEvent): string {
  const family = event.type.split('.', 1)[0] ?? '';
  if (family === 'auth') return `auth:${event.corpId}`;
  const shared = FAMILIES.get(family);
  if (shared) return shared;
  // An event of a customer has both ids; what is left is about a member, or about the app.
  if ('externalUserId' in event) return `contact:${event.userId}/${event.externalUserId}`;
  return 'userId' in event ? `member:${event.userId}` : 'app';
}

/** A code is a secret and may be long: neither belongs into a key. */
function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 16);
}

/** Which queue an event belongs to. */
export function eventLane(event: WecomEvent): EventLane {
  return 'welcomeCode' in event && event.welcomeCode ? 'welcome' : 'normal';
}
