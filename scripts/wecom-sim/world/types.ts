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

export type Permission = 'contacts' | 'customers' | 'tags' | 'messages' | 'contact-sync';

/** One credential of a corp: an app with its secret, scope, callback and domains. */
export interface App {
  agentId: number;
  name: string;
  description: string;
  kind: 'self-built';
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
  tags: Tag[];
}

export interface ChatMessage {
  id: number;
  from: 'member' | 'customer' | 'system';
  text: string;
  at: number;
}

/** A message an app pushed to a member. */
export interface AppMessage {
  msgid: string;
  agentId: number;
  userid: string;
  msgtype: string;
  body: Record<string, unknown>;
  at: number;
}

export interface WelcomeCode {
  code: string;
  userid: string;
  externalUserId: string;
  expiresAt: number;
  used: boolean;
}
