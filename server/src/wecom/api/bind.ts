import type { CorpAccess } from '../access.ts';
import type { TokenHolder } from '../tokens/holder.ts';
import * as addresses from './addresses.ts';
import * as agents from './agent.ts';
import type { CallOptions, CorpCall } from './call.ts';
import * as contactWays from './contact-ways.ts';
import * as departments from './departments.ts';
import * as customers from './external-contacts.ts';
import * as groupChats from './group-chats.ts';
import * as groupWelcome from './group-welcome.ts';
import * as handover from './handover.ts';
import * as ids from './id-conversion.ts';
import * as joinWays from './join-ways.ts';
import { type JsSignature, signJs } from './js-signature.ts';
import * as media from './media.ts';
import * as members from './members.ts';
import type { AppMessage } from './message-body.ts';
import * as messages from './messages.ts';
import type { AuthorizeRequest, UserInfo } from './oauth.ts';
import type { Page, PageOptions } from './paging.ts';
import * as permissions from './permissions.ts';
import { remark } from './remark.ts';
import * as statistics from './statistics.ts';
import * as strategyTags from './strategy-tags.ts';
import * as tags from './tags.ts';
import { fetchTicket, type TicketKind } from './tickets.ts';
import * as welcome from './welcome.ts';

/** A call of an API group without its first parameter. */
type Bound<F> = F extends (call: CorpCall, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** The calls that need nothing but the corp's token, by the names they have in the client. */
const CALLS = {
  getUser: members.getUser,
  listDepartmentUsers: members.listDepartmentUsers,
  listDepartments: departments.listDepartments,
  listAppAdmins: permissions.listAppAdmins,
  listPermissions: permissions.listPermissions,
  listMemberAuth: permissions.listMemberAuth,

  listFollowUsers: customers.listFollowUsers,
  getExternalContact: customers.getExternalContact,
  batchGetByUser: customers.batchGetByUser,
  remark,

  listCorpTags: tags.listCorpTags,
  markTag: tags.markTag,

  listGroupChats: groupChats.listGroupChats,
  getGroupChat: groupChats.getGroupChat,
  addJoinWay: joinWays.addJoinWay,
  getJoinWay: joinWays.getJoinWay,
  updateJoinWay: joinWays.updateJoinWay,
  deleteJoinWay: joinWays.deleteJoinWay,

  addContactWay: contactWays.addContactWay,
  getContactWay: contactWays.getContactWay,
  listContactWays: contactWays.listContactWays,
  updateContactWay: contactWays.updateContactWay,
  deleteContactWay: contactWays.deleteContactWay,

  sendWelcome: welcome.sendWelcome,
  addGroupWelcome: groupWelcome.addGroupWelcome,
  editGroupWelcome: groupWelcome.editGroupWelcome,
  deleteGroupWelcome: groupWelcome.deleteGroupWelcome,

  transferCustomers: handover.transferCustomers,
  getTransferResult: handover.getTransferResult,
  transferResignedCustomers: handover.transferResignedCustomers,
  getResignedTransferResult: handover.getResignedTransferResult,
  listUnassigned: handover.listUnassigned,
  transferGroupChats: handover.transferGroupChats,
  transferGroupChatsInService: handover.transferGroupChatsInService,

  getUserBehavior: statistics.getUserBehavior,
  getGroupChatStatisticsByDay: statistics.getGroupChatStatisticsByDay,

  uploadMedia: media.uploadMedia,
  uploadImage: media.uploadImage,
  listApiDomainIps: addresses.listApiDomainIps,
  listCallbackIps: addresses.listCallbackIps,

  toOpenUserIds: ids.toOpenUserIds,
  fromOpenUserIds: ids.fromOpenUserIds,
  toNewExternalUserIds: ids.toNewExternalUserIds,
  toOpenTagIds: ids.toOpenTagIds,
  fromServiceExternalUserId: ids.fromServiceExternalUserId,
  getIdMigration: ids.getIdMigration,
} as const;

type BoundCalls = { [Name in keyof typeof CALLS]: Bound<(typeof CALLS)[Name]> };

/** Signatures for one page: as the corp (`getConfigSignature`) and as the app (`getAgentConfigSignature`). */
export type JsSignatures = { corp: JsSignature; agent: JsSignature };

/** The calls; what each does and throws is said where it is defined, and `README.md` lists the official pages. */
export type CorpApi = BoundCalls & {
  /** This app: name, address, visible range. */
  getAgent(options?: CallOptions): Promise<agents.Agent>;

  /** Who came back from the client's login with a code. */
  getUserInfo(code: string, options?: CallOptions): Promise<UserInfo>;
  /** Address of the login inside the WeCom client. */
  authorizeUrl(request: PageRequest & { scope?: AuthorizeRequest['scope'] }): string;

  /**
   * Signs the address of a page (without `#…`) for the JS-SDK, both ways. `renew` fetches the tickets anew, at most
   * once a minute: the platform may make one void before its time, and only the client notices.
   */
  jsSignatures(url: string, how?: { renew?: boolean }): Promise<JsSignatures>;
  /** Sends a message of this app to members; not retried unless asked for. */
  sendAppMessage(message: AppMessage, options?: CallOptions): Promise<messages.AppMessageResult>;
  /** Tags of every strategy group; only with the capability `readsStrategyTags`. */
  listStrategyTags(options?: CallOptions): Promise<strategyTags.StrategyTagGroup[]>;
  /** One page of a strategy group's range; only with the capability `readsStrategyTags`. */
  getStrategyRange(
    strategyId: string,
    page?: PageOptions,
    options?: CallOptions,
  ): Promise<Page<strategyTags.StrategyMember>>;
  /** Changes a card of this app; not retried unless asked for. Returns members it did not reach. */
  updateTemplateCard(update: messages.CardUpdate, options?: CallOptions): Promise<string[]>;
};

/** Where a login leads back to, and the checked value it brings along (letters and digits, at most 128). */
export type PageRequest = { redirectUri: string; state: string };

export type BindOptions = {
  access: CorpAccess;
  call: CorpCall;
  /** Calls as the customer-contact system app. */
  contactCall: CorpCall;
  tokens: TokenHolder;
  now: () => number;
  nonce: () => string;
  oauthBaseUrl: string | undefined;
};

/** The API groups bound to one corp's call. */
export function bindApi(options: BindOptions): CorpApi {
  const { access, call, contactCall, oauthBaseUrl } = options;
  const { agentId, oauth } = access;
  return {
    ...bindCalls(call),
    getAgent: (rest) => agents.getAgent(call, agentId, rest),
    getUserInfo: (code, rest) => oauth.getUserInfo(call, code, rest),
    authorizeUrl: (page) => oauth.authorizeUrl({ ...page, baseUrl: oauthBaseUrl }),
    jsSignatures: createSigner(options),
    sendAppMessage: (message, rest) => messages.sendAppMessage(call, agentId, message, rest),
    listStrategyTags: (rest) => strategyTags.listStrategyTags(contactCall, rest),
    getStrategyRange: (id, page, rest) => strategyTags.getStrategyRange(contactCall, id, page, rest),
    updateTemplateCard: (update, rest) => messages.updateTemplateCard(call, agentId, update, rest),
  };
}

function bindCalls(call: CorpCall): BoundCalls {
  const bound = Object.entries(CALLS).map(([name, run]) => {
    const unbound = run as (call: CorpCall, ...rest: unknown[]) => unknown;
    return [name, (...rest: unknown[]) => unbound(call, ...rest)];
  });
  return Object.fromEntries(bound) as BoundCalls;
}

/** Fetching a ticket is limited to 100 an hour for an app, and a page that is refused asks each time it loads. */
const RENEWAL_PAUSE_MS = 60_000;

function createSigner({ access, call, tokens, now, nonce }: BindOptions): CorpApi['jsSignatures'] {
  let renewedAt = Number.NEGATIVE_INFINITY;

  const keyOf = (kind: TicketKind) => `jsapi_ticket:${kind}:${access.corpId}:${access.agentId}`;
  const ticketOf = (kind: TicketKind) => tokens.get(keyOf(kind), () => fetchTicket(call, kind));
  const forget = async (kind: TicketKind) => tokens.invalidate(keyOf(kind), await ticketOf(kind));
  const sign = async (kind: TicketKind, url: string) =>
    signJs({ ticket: await ticketOf(kind), nonceStr: nonce(), timestamp: Math.floor(now() / 1000), url });

  return async (url, { renew = false } = {}) => {
    if (renew && now() - renewedAt >= RENEWAL_PAUSE_MS) {
      renewedAt = now();
      await Promise.all([forget('corp'), forget('agent')]);
    }
    const [corp, agent] = await Promise.all([sign('corp', url), sign('agent', url)]);
    return { corp, agent };
  };
}
