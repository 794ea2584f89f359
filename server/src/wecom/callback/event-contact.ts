import { defined } from './defined.ts';
import type { EventBase, EventName, MemberProfile, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

/**
 * Reads a `change_contact` event; null when it is none, or incomplete.
 * @see https://developer.work.weixin.qq.com/document/path/90970
 */
export function readContactEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  if (name.name !== 'change_contact') return null;
  switch (name.changeType) {
    case 'create_user':
    case 'update_user':
    case 'delete_user':
      return readMember(name.changeType, fields, base);
    case 'create_party':
      return readDepartment('department.created', fields, base);
    case 'update_party':
      return readDepartment('department.updated', fields, base);
    case 'delete_party': {
      const departmentId = fields.text('Id');
      return departmentId ? { ...base, type: 'department.deleted', departmentId } : null;
    }
    case 'update_tag':
      return readTag(fields, base);
    default:
      return null;
  }
}

function readMember(
  change: 'create_user' | 'update_user' | 'delete_user',
  fields: Fields,
  base: EventBase,
): WecomEvent | null {
  const userId = fields.text('UserID');
  if (!userId) return null;
  if (change === 'create_user') return { ...base, type: 'member.created', userId, ...profileOf(fields) };
  if (change === 'delete_user') {
    return { ...base, type: 'member.deleted', userId, ...defined({ openUserId: fields.text('OpenUserID') }) };
  }
  const newUserId = defined({ newUserId: fields.text('NewUserID') });
  return { ...base, type: 'member.updated', userId, ...newUserId, ...profileOf(fields) };
}

function profileOf(fields: Fields): MemberProfile {
  return defined({
    openUserId: fields.text('OpenUserID'),
    name: fields.text('Name'),
    departmentIds: listed(fields, 'Department')?.map(Number).filter(Number.isInteger),
    mainDepartmentId: fields.number('MainDepartment'),
    leadsInDepartment: listed(fields, 'IsLeaderInDept')?.map((flag) => flag === '1'),
    directLeaderUserIds: listed(fields, 'DirectLeader'),
    mobile: fields.text('Mobile'),
    position: fields.text('Position'),
    gender: fields.number('Gender'),
    email: fields.text('Email'),
    bizMail: fields.text('BizMail'),
    status: fields.number('Status'),
    avatar: fields.text('Avatar'),
    alias: fields.text('Alias'),
    telephone: fields.text('Telephone'),
    address: fields.text('Address'),
    attributes: attributesOf(fields),
  });
}

function attributesOf(fields: Fields): MemberProfile['attributes'] {
  const items = fields.nodes('ExtAttr').flatMap((attributes) => attributes.nodes('Item'));
  if (items.length === 0) return undefined;
  return items.flatMap((item) => {
    const name = item.text('Name');
    const [plain] = item.nodes('Text');
    const [web] = item.nodes('Web');
    if (!name) return [];
    const value = plain?.text('Value') ?? web?.text('Title') ?? '';
    return [{ name, value, ...defined({ url: web?.text('Url') }) }];
  });
}

function readDepartment(
  type: 'department.created' | 'department.updated',
  fields: Fields,
  base: EventBase,
): WecomEvent | null {
  const departmentId = fields.text('Id');
  if (!departmentId) return null;
  const told = {
    name: fields.text('Name'),
    parentId: fields.text('ParentId'),
    order: fields.number('Order'),
  };
  return { ...base, type, departmentId, ...defined(told) };
}

function readTag(fields: Fields, base: EventBase): WecomEvent | null {
  const tagId = fields.text('TagId');
  if (!tagId) return null;
  const told = {
    addedUserIds: listed(fields, 'AddUserItems'),
    removedUserIds: listed(fields, 'DelUserItems'),
    addedDepartmentIds: listed(fields, 'AddPartyItems'),
    removedDepartmentIds: listed(fields, 'DelPartyItems'),
  };
  return { ...base, type: 'member_tag.updated', tagId, ...defined(told) };
}

/** A comma list that is told; undefined when it is not. */
function listed(fields: Fields, name: string): string[] | undefined {
  const items = fields.list(name);
  return items.length > 0 ? items : undefined;
}
