import { defined } from './defined.ts';
import type { EventBase, EventName, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

type Reader = (fields: Fields, base: EventBase) => WecomEvent | null;

/** Events about a suite, a template and their installations, by `InfoType` (`Event` for those sent to an app). */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['suite_ticket', readTicket],
  ['create_auth', readCreated],
  ['reset_permanent_code', withCode((authCode, base) => ({ ...base, type: 'auth.secret_reset', authCode }))],
  [
    'change_auth',
    ofCorp((fields, base) => ({ ...base, type: 'auth.changed', ...defined(extrasOf(fields)) })),
  ],
  ['cancel_auth', ofCorp((_fields, base) => ({ ...base, type: 'auth.cancelled' }))],
  ['corp_arch_auth', ofCorp((_fields, base) => ({ ...base, type: 'auth.departments_allowed' }))],
  ['approve_special_auth', withAuthType('auth.special_approved')],
  ['cancel_special_auth', withAuthType('auth.special_cancelled')],
  ['auth_data_permission', withAuthType('auth.data_granted')],
  ['expire_remind_data_permission', withAuthType('auth.data_expiring')],
  // The name of the third one is not published for certain; these two suggest it.
  ['expire_data_permission', withAuthType('auth.data_expired')],
  ['agree_external_userid_migration', ofCorp((_f, base) => ({ ...base, type: 'auth.id_migration_agreed' }))],
  ['register_corp', registration('registration.completed')],
  ['enter_register_package', registration('registration.entered')],
  ['open_order', order('order.opened')],
  ['pay_for_app_success', order('order.paid')],
  ['refund', order('order.refunded')],
  ['cancel_order', order('order.cancelled')],
  ['change_order', readChangedOrder],
  // The platform's own spelling.
  ['change_editon', ofCorp((_fields, base) => ({ ...base, type: 'edition.changed' }))],
]);

/**
 * Reads an event of the command address, the template address or the system address; null when it is none, or
 * incomplete.
 * @see https://developer.work.weixin.qq.com/document/path/90628 suite_ticket
 * @see https://developer.work.weixin.qq.com/document/path/100964 create_auth
 * @see https://developer.work.weixin.qq.com/document/path/97175 reset_permanent_code
 */
export function readAuthEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  return READERS.get(name.name)?.(fields, base) ?? null;
}

function readTicket(fields: Fields, base: EventBase): WecomEvent | null {
  const { suiteId } = base;
  const ticket = fields.text('SuiteTicket');
  return suiteId && ticket ? { ...base, type: 'suite.ticket', suiteId, ticket } : null;
}

function readCreated(fields: Fields, base: EventBase): WecomEvent | null {
  const authCode = fields.text('AuthCode');
  return authCode ? { ...base, type: 'auth.created', authCode, ...defined(extrasOf(fields)) } : null;
}

function readChangedOrder(fields: Fields, base: EventBase): WecomEvent | null {
  const orderId = fields.text('NewOrderId');
  const old = defined({ oldOrderId: fields.text('OldOrderId') });
  return orderId && base.corpId ? { ...base, type: 'order.changed', orderId, ...old } : null;
}

function extrasOf(fields: Fields) {
  return { state: fields.text('State'), extraInfo: fields.text('ExtraInfo') };
}

function ofCorp(build: Reader): Reader {
  return (fields, base) => (base.corpId ? build(fields, base) : null);
}

function withCode(build: (authCode: string, base: EventBase) => WecomEvent): Reader {
  return (fields, base) => {
    const authCode = fields.text('AuthCode');
    return authCode ? build(authCode, base) : null;
  };
}

type WithAuthType =
  | 'auth.special_approved'
  | 'auth.special_cancelled'
  | 'auth.data_granted'
  | 'auth.data_expiring'
  | 'auth.data_expired';

function withAuthType(type: WithAuthType): Reader {
  return ofCorp((fields, base) => ({ ...base, type, authType: fields.text('AuthType') ?? '' }));
}

function registration(type: 'registration.completed' | 'registration.entered'): Reader {
  return (fields, base) => {
    const registerCode = fields.text('RegisterCode');
    const [user] = fields.nodes('AuthUserInfo');
    const told = {
      userId: user?.text('UserId'),
      state: fields.text('State'),
      templateId: fields.text('TemplateId'),
    };
    return registerCode ? { ...base, type, registerCode, ...defined(told) } : null;
  };
}

function order(type: 'order.opened' | 'order.paid' | 'order.refunded' | 'order.cancelled'): Reader {
  return ofCorp((fields, base) => {
    const orderId = fields.text('OrderId');
    const told = defined({ operatorId: fields.text('OperatorId') });
    return orderId ? { ...base, type, orderId, ...told } : null;
  });
}
