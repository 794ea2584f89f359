import type { AppEvent, EventBase, EventName } from './event-types.ts';
import type { Fields } from './fields.ts';

const TYPES = new Map<string, AppEvent['type']>([
  ['subscribe', 'app.subscribed'],
  ['unsubscribe', 'app.unsubscribed'],
  ['enter_agent', 'app.entered'],
]);

/**
 * Reads an event of the app itself; null when it is none, or incomplete.
 * @see https://developer.work.weixin.qq.com/document/path/90376
 */
export function readAppEvent(name: EventName, fields: Fields, base: EventBase): AppEvent | null {
  const type = TYPES.get(name.name);
  const userId = fields.text('FromUserName');
  return type && userId ? { ...base, type, userId } : null;
}
