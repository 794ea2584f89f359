import { defined } from './defined.ts';
import type { EventBase, EventName, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

/**
 * Reads a `change_contact` event; null when it is none, or incomplete.
 * @see https://developer.work.weixin.qq.com/document/path/90970
 */
export function readContactEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  if (name.name !== 'change_contact') return null;
  switch (name.changeType) {
    case 'create_user':
      return member('member.created', fields, base);
    case 'delete_user':
      return member('member.deleted', fields, base);
    case 'update_user': {
      const userId = fields.text('UserID');
      const newUserId = defined({ newUserId: fields.text('NewUserID') });
      return userId ? { ...base, type: 'member.updated', userId, ...newUserId } : null;
    }
    case 'create_party':
      return department('department.created', fields, base);
    case 'update_party':
      return department('department.updated', fields, base);
    case 'delete_party':
      return department('department.deleted', fields, base);
    case 'update_tag': {
      const tagId = fields.text('TagId');
      return tagId ? { ...base, type: 'member_tag.updated', tagId } : null;
    }
    default:
      return null;
  }
}

function member(
  type: 'member.created' | 'member.deleted',
  fields: Fields,
  base: EventBase,
): WecomEvent | null {
  const userId = fields.text('UserID');
  return userId ? { ...base, type, userId } : null;
}

type DepartmentType = 'department.created' | 'department.updated' | 'department.deleted';

function department(type: DepartmentType, fields: Fields, base: EventBase): WecomEvent | null {
  const departmentId = fields.text('Id');
  return departmentId ? { ...base, type, departmentId } : null;
}
