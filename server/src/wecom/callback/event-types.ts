import type { RawFields } from './fields.ts';

/** What every event carries. */
export type EventBase = {
  /** The corp as the platform names it; empty in the few events that name none. */
  corpId: string;
  /** Present when the message itself names the app. */
  agentId?: string;
  /** Present in events of a suite's command address. */
  suiteId?: string;
  /** When it happened, to the second. */
  at: Date;
};

type Pair = { userId: string; externalUserId: string };

/** Somebody new: `state` is the channel mark, `welcomeCode` lives 20 seconds and works once. */
type Arrival = Pair & { state?: string; welcomeCode?: string };

/** A member and a customer. The platform is asked for the truth; this is what only the event knows. */
export type ExternalContactEvent = EventBase &
  (
    | ({ type: 'external_contact.added' } & Arrival)
    /** The customer added the member without confirmation; the member has not answered yet. */
    | ({ type: 'external_contact.half_added' } & Arrival)
    | ({ type: 'external_contact.edited' } & Pair)
    /** `transfer`: the member lost the customer to another member. */
    | ({ type: 'external_contact.deleted_by_member'; transfer: boolean } & Pair)
    | ({ type: 'external_contact.deleted_by_customer' } & Pair)
    /** `userId` is the member who was to take over; `reason` for example `customer_refused`. */
    | ({ type: 'external_contact.transfer_failed'; reason: string } & Pair)
  );

/** Tags and their groups. `tagType` is `tag` or `tag_group`. */
export type ExternalTagEvent = EventBase &
  (
    | {
        type: 'external_tag.created' | 'external_tag.updated' | 'external_tag.deleted';
        id: string;
        tagType: string;
        strategyId?: string;
      }
    /** `groupId` is absent when all groups were put in a new order. */
    | { type: 'external_tag.shuffled'; groupId?: string; strategyId?: string }
  );

/** Customer group chats. `detail` for example `add_member`, `memberIds` those who came or went. */
export type ExternalChatEvent = EventBase &
  (
    | { type: 'external_chat.created' | 'external_chat.dismissed'; chatId: string }
    | { type: 'external_chat.updated'; chatId: string; detail: string; memberIds: string[] }
  );

/** Members, departments and member tags of the corp. Changed values are not repeated here: read them again. */
export type ContactEvent = EventBase &
  (
    | { type: 'member.created' | 'member.deleted'; userId: string }
    /** `newUserId`: the member was given another id. */
    | { type: 'member.updated'; userId: string; newUserId?: string }
    | { type: 'department.created' | 'department.updated' | 'department.deleted'; departmentId: string }
    | { type: 'member_tag.updated'; tagId: string }
  );

/** A member came into the app's range, left it, or opened the app. */
export type AppEvent = EventBase & {
  type: 'app.subscribed' | 'app.unsubscribed' | 'app.entered';
  userId: string;
};

/** A message that a member sent to the app; `fields` holds what its kind brings along. */
export type MessageEvent = EventBase & {
  type: 'message';
  userId: string;
  /** For example `text`, `image`, `location`. */
  msgType: string;
  msgId?: string;
  /** Of a text message. */
  content?: string;
  fields: RawFields;
};

/** Anything else: kept whole, never refused. */
export type UnknownEvent = EventBase & {
  type: 'unknown';
  event?: string;
  infoType?: string;
  changeType?: string;
  fields: RawFields;
};

/** A callback of the platform in one shape, whichever envelope it came in. */
export type WecomEvent =
  | ExternalContactEvent
  | ExternalTagEvent
  | ExternalChatEvent
  | ContactEvent
  | AppEvent
  | MessageEvent
  | UnknownEvent;

export type WecomEventType = WecomEvent['type'];

/** The names by which an event is told apart: `Event` or `InfoType`, and `ChangeType`; empty when absent. */
export type EventName = { name: string; changeType: string };
