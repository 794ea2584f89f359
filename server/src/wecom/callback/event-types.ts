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
type Arrival = Pair & { state?: string; welcomeCode?: string; linkId?: string };

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
    /** The customer agreed that the chat is archived. */
    | ({ type: 'external_contact.archive_agreed'; welcomeCode?: string } & Pair)
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

/**
 * Customer group chats. `detail` for example `add_member`, `memberIds` those who came or went.
 * With the stored version equal to `lastMemberVersion`, the change may be applied; otherwise read the chat again.
 */
export type ExternalChatEvent = EventBase &
  (
    | { type: 'external_chat.created' | 'external_chat.dismissed'; chatId: string }
    | {
        type: 'external_chat.updated';
        chatId: string;
        detail: string;
        memberIds: string[];
        /** 0 invited, 3 by QR code; others occur. */
        joinScene?: number;
        /** 0 left, 1 was removed. */
        quitScene?: number;
        changedCount?: number;
        lastMemberVersion?: string;
        memberVersion?: string;
      }
  );

/** What an event tells of a member: of a change only what changed, and of that what this installation may see. */
export type MemberProfile = {
  openUserId?: string;
  /** Repeats the id for suites. */
  name?: string;
  departmentIds?: number[];
  mainDepartmentId?: number;
  /** One for each of `departmentIds`. */
  leadsInDepartment?: boolean[];
  directLeaderUserIds?: string[];
  mobile?: string;
  position?: string;
  gender?: number;
  email?: string;
  bizMail?: string;
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status?: number;
  avatar?: string;
  alias?: string;
  telephone?: string;
  address?: string;
  /** The corp's own fields. */
  attributes?: { name: string; value: string; url?: string }[];
};

/** Members, departments and member tags of the corp. Values may be old by the time they arrive: read them again. */
export type ContactEvent = EventBase &
  (
    | ({ type: 'member.created'; userId: string } & MemberProfile)
    /** `newUserId`: the member was given another id. */
    | ({ type: 'member.updated'; userId: string; newUserId?: string } & MemberProfile)
    | { type: 'member.deleted'; userId: string; openUserId?: string }
    | {
        type: 'department.created' | 'department.updated';
        departmentId: string;
        name?: string;
        parentId?: string;
        order?: number;
      }
    | { type: 'department.deleted'; departmentId: string }
    | {
        type: 'member_tag.updated';
        tagId: string;
        addedUserIds?: string[];
        removedUserIds?: string[];
        addedDepartmentIds?: string[];
        removedDepartmentIds?: string[];
      }
  );

/** A member came into the app's range, left it, or opened the app. */
export type AppEvent = EventBase & {
  type: 'app.subscribed' | 'app.unsubscribed' | 'app.entered';
  userId: string;
};

/** A click on a template card. `responseCode` updates the card once, within 72 hours. */
export type CardEvent = EventBase & {
  type: 'card.clicked' | 'card.menu_clicked';
  userId: string;
  /** The key of the button or the menu entry. */
  key: string;
  taskId?: string;
  cardType?: string;
  responseCode?: string;
  /** What was chosen, question by question; empty for plain buttons. */
  selected: { questionKey: string; optionIds: string[] }[];
};

/** The suite and its installations. Codes and tickets are secrets: keep the plaintext encrypted. */
export type AuthEvent = EventBase &
  /** Every ten minutes; the newest one counts, for half an hour. */
  (
    | { type: 'suite.ticket'; suiteId: string; ticket: string }
    /** Somebody installed; the code works once and for ten minutes. The event names no corp. */
    | { type: 'auth.created'; authCode: string; state?: string; extraInfo?: string }
    /** Visible range, permissions or mode changed, or the app was switched on or off: ask `getAuthInfo`. */
    | { type: 'auth.changed'; state?: string; extraInfo?: string }
    /** Uninstalled: call nothing more and erase what is the corp's. */
    | { type: 'auth.cancelled' }
    /** An app made from a template got a new secret: exchange the code. The event names no corp. */
    | { type: 'auth.secret_reset'; authCode: string }
    /** The corp allowed its departments to be read. */
    | { type: 'auth.departments_allowed' }
    | { type: 'auth.special_approved' | 'auth.special_cancelled'; authType: string }
    | {
        type: 'auth.data_granted' | 'auth.data_expiring' | 'auth.data_expired';
        /** The permission, for example `data_zone_chat`. */
        authType: string;
      }
    /** The corp agreed that ids are replaced by those of the provider. */
    | { type: 'auth.id_migration_agreed' }
  );

/** The app inside a corp. */
export type AppStateEvent = EventBase &
  /** Ask `listAppAdmins`. */
  (
    | { type: 'app.admins_changed' }
    /** Shared with other corps, or no longer. `chain`: along the supply chain instead of the group. */
    | { type: 'app.shares_changed'; chain: boolean; appId?: string }
    /** Too little use: warned (`effectAt`: when it takes effect), limited, or in order again. */
    | { type: 'activity.warned' | 'activity.low_warned'; effectAt?: Date }
    | { type: 'activity.closed' | 'activity.reopened' | 'activity.low' | 'activity.restored' }
  );

/** One account that a member's use activated. */
export type ActivatedAccount = {
  activeCode: string;
  kind: 'base' | 'interop';
  userId: string;
  expiresAt?: Date;
  previousStatus?: number;
  previousActiveCode?: string;
};

export type LicenceEvent = EventBase &
  /** A member without a licence opened the app. */
  (
    | { type: 'licence.missing'; userId: string }
    | { type: 'licence.paid'; orderId: string; buyerUserId?: string }
    /** `status`: 1 refunded, 2 refused. */
    | { type: 'licence.refunded'; orderId: string; status?: number }
    /** `scene`: 1 the member opened the app, 2 a message, 3 a call of customer contact. */
    | { type: 'licence.activated'; scene?: number; accounts: ActivatedAccount[] }
  );

/** Orders of a paid edition; the corp is the one that pays. */
export type OrderEvent = EventBase &
  (
    | {
        type: 'order.opened' | 'order.paid' | 'order.refunded' | 'order.cancelled';
        orderId: string;
        operatorId?: string;
      }
    | { type: 'order.changed'; orderId: string; oldOrderId?: string }
    /** Ask `getAuthInfo`. */
    | { type: 'edition.changed' }
  );

/** A corp that came through a provider's registration link. */
export type RegistrationEvent = EventBase & {
  type: 'registration.completed' | 'registration.entered';
  registerCode: string;
  userId?: string;
  state?: string;
  templateId?: string;
};

/** The customer-acquisition assistant (获客助手). */
export type AcquisitionEvent = EventBase &
  (
    | { type: 'acquisition.permit_changed' }
    | {
        type: 'acquisition.changed';
        /** For example `balance_low`, `link_unavailable`, `customer_start_chat`. */
        change: string;
        linkId?: string;
        userId?: string;
        externalUserId?: string;
        state?: string;
        /** Reads the chat's state for about half an hour. */
        chatKey?: string;
        expiresAt?: Date;
        expiringCount?: number;
        /** In fen. */
        price?: number;
        effectAt?: Date;
        onceKey?: string;
      }
  );

/** WeChat customer service (微信客服). */
export type KfEvent = EventBase &
  /** `token` fetches what is new, for ten minutes. */
  (
    | { type: 'kf.message'; token: string; openKfId?: string }
    | { type: 'kf.accounts_changed'; addedKfIds: string[]; removedKfIds: string[] }
  );

/** A job of the platform is done; its result is asked for by `jobId`. */
export type JobEvent = EventBase & {
  type: 'job.finished';
  jobId: string;
  /** For example `contact_id_translate`, or `upload_media`. */
  jobType: string;
  errcode?: number;
  errmsg?: string;
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
  | CardEvent
  | AuthEvent
  | AppStateEvent
  | LicenceEvent
  | OrderEvent
  | RegistrationEvent
  | AcquisitionEvent
  | KfEvent
  | JobEvent
  | MessageEvent
  | UnknownEvent;

export type WecomEventType = WecomEvent['type'];

/** The names by which an event is told apart: `Event` or `InfoType`, and `ChangeType`; empty when absent. */
export type EventName = { name: string; changeType: string };
