import { defined } from './defined.ts';
import type { EventBase, EventName, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

const CHANGES: ReadonlySet<string> = new Set([
  'balance_low',
  'balance_exhausted',
  'balance_increased',
  'quota_expire_soon',
  'link_unavailable',
  'delete_link',
  'open_profile',
  'friend_request',
  'customer_start_chat',
  'message_from_customer',
  'del_follow_user',
  'service_balance_low',
  'service_balance_exhausted',
  'service_balance_consumed',
  'change_price',
  'service_change_price',
]);

/**
 * Reads an event of the customer-acquisition assistant; null when it is none. One of its changes has the name of an
 * event about customers, so the family is looked at first.
 * @see https://developer.work.weixin.qq.com/document/path/97299
 */
export function readAcquisitionEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  if (name.name === 'customer_acquisition_permit_change') {
    return { ...base, type: 'acquisition.permit_changed' };
  }
  if (name.name !== 'customer_acquisition' || !CHANGES.has(name.changeType)) return null;
  const told = {
    linkId: fields.text('LinkId'),
    userId: fields.text('UserID'),
    externalUserId: fields.text('ExternalUserID'),
    state: fields.text('State'),
    chatKey: fields.text('ChatKey'),
    expiresAt: fields.instant('ExpireTime'),
    expiringCount: fields.number('ExpireQuotaNum'),
    price: fields.number('Price'),
    effectAt: fields.instant('EffectiveTime'),
    onceKey: fields.text('OnceKey'),
  };
  return { ...base, type: 'acquisition.changed', change: name.changeType, ...defined(told) };
}
