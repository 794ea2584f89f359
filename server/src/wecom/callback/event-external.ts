import { defined } from './defined.ts';
import type { EventBase, EventName, WecomEvent } from './event-types.ts';
import type { Fields } from './fields.ts';

type Reader = (fields: Fields, base: EventBase) => WecomEvent | null;

/** Events of the customer-contact family, by `Event` (or `InfoType`) and `ChangeType`. */
const READERS: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  change_external_contact: {
    add_external_contact: arrival('external_contact.added'),
    add_half_external_contact: arrival('external_contact.half_added'),
    edit_external_contact: withPair((pair, base) => ({ ...base, type: 'external_contact.edited', ...pair })),
    del_external_contact: withPair((pair, base, fields) => ({
      ...base,
      type: 'external_contact.deleted_by_member',
      ...pair,
      transfer: fields.text('Source') === 'DELETE_BY_TRANSFER',
    })),
    del_follow_user: withPair((pair, base) => ({
      ...base,
      type: 'external_contact.deleted_by_customer',
      ...pair,
    })),
    msg_audit_approved: withPair((pair, base, fields) => ({
      ...base,
      type: 'external_contact.archive_agreed',
      ...pair,
      ...defined({ welcomeCode: fields.text('WelcomeCode') }),
    })),
    transfer_fail: withPair((pair, base, fields) => ({
      ...base,
      type: 'external_contact.transfer_failed',
      ...pair,
      reason: fields.text('FailReason') ?? '',
    })),
  },
  change_external_tag: {
    create: tag('external_tag.created'),
    update: tag('external_tag.updated'),
    delete: tag('external_tag.deleted'),
    shuffle: (fields, base) => ({
      ...base,
      type: 'external_tag.shuffled',
      ...defined({ groupId: fields.text('Id'), strategyId: fields.text('StrategyId') }),
    }),
  },
  change_external_chat: {
    create: chat('external_chat.created'),
    dismiss: chat('external_chat.dismissed'),
    update: (fields, base) => {
      const chatId = fields.text('ChatId');
      if (!chatId) return null;
      const detail = fields.text('UpdateDetail') ?? '';
      return {
        ...base,
        type: 'external_chat.updated',
        chatId,
        detail,
        memberIds: fields.list('MemChangeList'),
        ...defined({
          joinScene: fields.number('JoinScene'),
          quitScene: fields.number('QuitScene'),
          changedCount: fields.number('MemChangeCnt'),
          lastMemberVersion: fields.text('LastMemVer'),
          memberVersion: fields.text('CurMemVer'),
        }),
      };
    },
  },
};

/** Reads an event about customers, their tags or their chats; null when it is none, or incomplete. */
export function readExternalEvent(name: EventName, fields: Fields, base: EventBase): WecomEvent | null {
  const family = Object.hasOwn(READERS, name.name) ? READERS[name.name] : undefined;
  const reader = family && Object.hasOwn(family, name.changeType) ? family[name.changeType] : undefined;
  return reader?.(fields, base) ?? null;
}

type PairFields = { userId: string; externalUserId: string };

function withPair(build: (pair: PairFields, base: EventBase, fields: Fields) => WecomEvent): Reader {
  return (fields, base) => {
    const userId = fields.text('UserID');
    const externalUserId = fields.text('ExternalUserID');
    return userId && externalUserId ? build({ userId, externalUserId }, base, fields) : null;
  };
}

function arrival(type: 'external_contact.added' | 'external_contact.half_added'): Reader {
  return withPair((pair, base, fields) => {
    const optional = {
      state: fields.text('State'),
      welcomeCode: fields.text('WelcomeCode'),
      linkId: fields.text('LinkId'),
    };
    return { ...base, type, ...pair, ...defined(optional) };
  });
}

function tag(type: 'external_tag.created' | 'external_tag.updated' | 'external_tag.deleted'): Reader {
  return (fields, base) => {
    const id = fields.text('Id');
    const tagType = fields.text('TagType');
    if (!id || !tagType) return null;
    return { ...base, type, id, tagType, ...defined({ strategyId: fields.text('StrategyId') }) };
  };
}

function chat(type: 'external_chat.created' | 'external_chat.dismissed'): Reader {
  return (fields, base) => {
    const chatId = fields.text('ChatId');
    return chatId ? { ...base, type, chatId } : null;
  };
}
