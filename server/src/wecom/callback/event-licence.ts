import { defined } from './defined.ts';
import type { ActivatedAccount, EventBase, EventName, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

/**
 * Reads an event about licences; null when it is none, or incomplete.
 * @see https://developer.work.weixin.qq.com/document/path/95716 unlicensed_notify
 */
export function readLicenceEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  const orderId = fields.text('OrderId');
  switch (name.name) {
    case 'unlicensed_notify': {
      const userId = fields.text('FromUserName');
      return userId ? { ...base, type: 'licence.missing', userId } : null;
    }
    case 'license_pay_success': {
      const buyer = defined({ buyerUserId: fields.text('BuyerUserId') });
      return orderId ? { ...base, type: 'licence.paid', orderId, ...buyer } : null;
    }
    case 'license_refund': {
      const status = defined({ status: fields.number('OrderStatus') });
      return orderId ? { ...base, type: 'licence.refunded', orderId, ...status } : null;
    }
    case 'auto_activate': {
      const scene = defined({ scene: fields.number('Scene') });
      return { ...base, type: 'licence.activated', ...scene, accounts: accountsOf(fields) };
    }
    default:
      return null;
  }
}

function accountsOf(fields: Fields): ActivatedAccount[] {
  return fields.nodes('AccountList').flatMap((account) => {
    const activeCode = account.text('ActiveCode');
    const userId = account.text('UserId');
    if (!activeCode || !userId) return [];
    const told = {
      expiresAt: account.instant('ExpireTime'),
      previousStatus: account.number('PreviousStatus'),
      previousActiveCode: account.text('PreviousActiveCode'),
    };
    return [
      { activeCode, userId, kind: account.number('Type') === 2 ? 'interop' : 'base', ...defined(told) },
    ];
  });
}
