import type { Grant } from '../provider/types.ts';

/** What a corp of the platform consists of. Field names are ours; the `api` folder gives them the platform's. */

export interface Member {
  userid: string;
  name: string;
  alias: string;
  department: number[];
  isLeaderInDept: number[];
  position: string;
  mobile: string;
  gender: 0 | 1 | 2;
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status: 1 | 2 | 4 | 5;
  /** Within the range of use of 客户联系. */
  hasFeature: boolean;
  /** What the person does in the demo story; the platform knows nothing of it. */
  role: 'rep' | 'manager' | 'admin';
}

export interface Department {
  id: number;
  name: string;
  nameEn: string;
  parentid: number;
  order: number;
}

export type Permission =
  | 'contacts'
  | 'contact-sync'
  | 'organization'
  | 'user-names'
  | 'department-names'
  | 'positions'
  | 'messages'
  | 'customers'
  | 'tags'
  | 'welcome'
  | 'contact-ways'
  | 'transfer'
  | 'resigned'
  | 'statistics'
  | 'group-welcome'
  | 'group-statistics'
  | 'group-transfer'
  | 'group-resigned'
  | 'payments';

/** One credential of a corp: an app with its secret, scope, callback and domains. */
export interface App {
  agentId: number;
  name: string;
  description: string;
  /** `customer-contact`: the system app 客户联系 with a secret of its own, as corps had it before 2023-12. */
  kind: 'self-built' | 'suite' | 'customized' | 'customer-contact';
  /** What a provider's app got from the corp; a self-built one has none. */
  grant?: Grant;
  secret: string;
  token: string;
  encodingAesKey: string;
  callbackUrl: string;
  callbackVerified: boolean;
  visible: { users: string[]; departments: number[] };
  trustedDomains: string[];
  homeUrl: string;
  sidebarUrl: string;
  permissions: Set<Permission>;
  /** Userids of the app's admins. */
  admins: string[];
  disabled: boolean;
  /** Hardly used: its permissions are withdrawn (`closed`), or it gets no customer data (`low`). */
  inactivity?: 'closed' | 'low' | undefined;
  /** Undefined: calls are taken from anywhere. */
  trustedIps: string[] | undefined;
}

export interface Contact {
  readonly externalUserId: string;
  readonly name: string;
  readonly avatar: string;
  /** 1 WeChat user, 2 WeCom user. */
  readonly type: 1 | 2;
  readonly gender: 0 | 1 | 2;
  readonly unionid: string;
  readonly position: string;
  readonly corpName: string;
  readonly corpFullName: string;
}

/** One member following one contact. Replaced as a whole on every change. */
export interface Relation {
  readonly userid: string;
  readonly externalUserId: string;
  /** Place in the order of arrival; paging goes by it. */
  readonly seq: number;
  readonly createtime: number;
  readonly remark: string;
  readonly description: string;
  readonly remarkCorpName: string;
  readonly remarkMobiles: readonly string[];
  readonly addWay: number;
  readonly operUserid: string;
  readonly state: string;
  readonly tagIds: readonly string[];
  readonly personalTags: readonly string[];
  /** The customer deleted the member; no API tells, the relation stays one-way. */
  readonly deletedByCustomer: boolean;
  /** Added through a way without verification and not yet confirmed by the member. */
  readonly half: boolean;
}

export interface Tag {
  id: string;
  name: string;
  createTime: number;
  order: number;
  deleted: boolean;
}

export interface TagGroup {
  id: string;
  name: string;
  createTime: number;
  order: number;
  deleted: boolean;
  /** The agentid that made it through the API, or the admin console. */
  creator: number | 'console';
  /** The top strategy group 规则组 it belongs to; undefined for tags of the whole corp. */
  strategyId?: number;
  tags: Tag[];
}

/** A group of members with rules of its own 客户规则组; the top ones own tags. */
export interface Strategy {
  id: number;
  /** 0 for a top one. */
  parentId: number;
  name: string;
  createTime: number;
  admins: string[];
  users: string[];
  departments: number[];
}

export interface ChatMessage {
  id: number;
  from: 'member' | 'customer' | 'system';
  /** What is said, or a line that stands for what `body` shows. */
  text: string;
  at: number;
  /** What a page sent for the member, when it is more than text. */
  msgtype?: string | undefined;
  body?: Record<string, unknown> | undefined;
  /** Who of a group said it. */
  sender?: string | undefined;
}

/** A tag of members and departments 通讯录标签. */
export interface ContactTag {
  tagId: number;
  name: string;
  users: string[];
  parties: number[];
}

/** Material for welcoming people to groups 入群欢迎语素材. */
export interface GroupWelcome {
  templateId: string;
  /** The agentid that made it; nobody else may change it. */
  creator: number;
  content: Record<string, unknown>;
}

/** A message an app pushed to a member. */
export interface AppMessage {
  msgid: string;
  agentId: number;
  userid: string;
  msgtype: string;
  body: Record<string, unknown>;
  at: number;
  recalled?: boolean;
}

export interface WelcomeCode {
  code: string;
  userid: string;
  externalUserId: string;
  expiresAt: number;
  used: boolean;
}

/** A customer group chat 客户群. */
export interface GroupChat {
  chatId: string;
  name: string;
  owner: string;
  notice: string;
  createTime: number;
  admins: string[];
  members: GroupMember[];
  /** Changes with every change of the members. */
  version: string;
  /** 0 normal, 1 the owner has left, 2 being handed over, 3 handed over. */
  status: 0 | 1 | 2 | 3;
  dismissed: boolean;
}

export interface GroupMember {
  /** A member's userid, or the external_userid of a customer or visitor. */
  id: string;
  type: 1 | 2;
  name: string;
  joinTime: number;
  /** 1 invited by a member, 2 by a link, 3 by a QR code. */
  joinScene: 1 | 2 | 3;
  invitor: string | undefined;
  state: string;
}

/** A customer on the way from one member to another. */
export interface Transfer {
  handover: string;
  takeover: string;
  externalUserId: string;
  /** 1 done, 2 waiting, 3 refused, 4 the new member has too many. */
  status: 1 | 2 | 3 | 4;
  startedAt: number;
  /** When it takes effect by itself, or took effect. */
  at: number;
  resigned: boolean;
  note: string;
}

/** A way to reach members 联系我, or a way into group chats 加入群聊. */
export interface Way {
  configId: string;
  kind: 'contact' | 'join';
  creator: number;
  createTime: number;
  settings: Record<string, unknown>;
}
