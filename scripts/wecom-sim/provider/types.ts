import type { Permission } from '../world/types.ts';

/** A URL that events go to, switched on by its verification. */
export interface CallbackTarget {
  url: string;
  verified: boolean;
}

/** Token and key that sign and encrypt what is pushed. */
export interface CallbackKeys {
  token: string;
  encodingAesKey: string;
}

/** A service provider 服务商: a corp of its own, owner of suites and templates. */
export interface Provider extends CallbackKeys {
  corpId: string;
  name: string;
  secret: string;
  suites: Suite[];
  /** 系统事件接收URL. */
  system: CallbackTarget;
}

export interface SuiteTicket {
  value: string;
  at: number;
}

/**
 * A third-party app 第三方应用 (`ww…`), a template of provider-developed apps 代开发模板 (`dk…`), or the provider's login
 * authorization 登录授权, which nobody installs.
 */
export interface Suite extends CallbackKeys {
  suiteId: string;
  kind: 'suite' | 'template' | 'login';
  provider: Provider;
  name: string;
  description: string;
  secret: string;
  /** 指令回调URL, or the callback URL of a template. */
  command: CallbackTarget;
  /** 数据回调URL; for a template the pattern of its apps' own callback URLs. May hold $CORPID$. */
  data: CallbackTarget;
  /** May hold $CORPID$. */
  homeUrl: string;
  /** The page beside chats; may hold $CORPID$. */
  sidebarUrl: string;
  trustedDomains: string[];
  /** 安装完成回调域名. */
  redirectDomains: string[];
  permissions: Permission[];
  /** Whether members may install it without their admin. */
  memberInstalls: boolean;
  /** An app that is not online yet is installed for testing only. */
  isOnline: boolean;
  /** Newest last. */
  tickets: SuiteTicket[];
}

/** A paid edition in the platform's own fields (path/91912). */
export interface Edition {
  edition_id: string;
  edition_name: string;
  app_status: number;
  user_limit: number;
  /** Seconds. */
  expired_time: number;
}

/** What a corp gave to an app of a provider. */
export interface Grant {
  suite: Suite;
  permanentCode: string;
  /** 0 given by the admin, 1 by members 成员授权. */
  authMode: 0 | 1;
  /** Ids of the provider's subject; old grants still have plain ones. */
  encryptedUsers: boolean;
  encryptedContacts: boolean;
  authorizer: string;
  installedAt: number;
  cancelled: boolean;
  /** The admin agreed that ids of customers are replaced. */
  agreedToNewIds: boolean;
  /** Provider-developed apps: 0 to be developed, 1 developing, 2 online, 3 a newer version waits. */
  publishStatus: 0 | 1 | 2 | 3;
  /** Undefined for an app that is not sold in editions. */
  edition?: Edition;
  /** Data permissions 数据权限 the admin gave, by AuthType, and when each ends. */
  dataPermissions?: Map<string, DataPermission>;
}

export interface DataPermission {
  endsAt: number;
  /** The provider was told, once, that it ends soon. */
  isReminded: boolean;
}

/** The visible range given at the install. */
export interface Range {
  users: string[];
  departments: number[];
}
