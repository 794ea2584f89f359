/** The WeCom platform, for everything else in the server: this is the only file to import from. */

export {
  type CorpAccess,
  type CustomizedAccessOptions,
  createCustomizedAccess,
  createSelfBuiltAccess,
  createSuiteAccess,
  type SelfBuiltAccessOptions,
  type SuiteAccessOptions,
} from './access.ts';
export type { CorpOauth, OauthPage } from './access-oauth.ts';
export type { Agent } from './api/agent.ts';
export type { Attachment } from './api/attachments.ts';
export type { CorpApi, JsSignatures, PageRequest } from './api/bind.ts';
export type { CallOptions, CorpCall, CorpRequest } from './api/call.ts';
export { CARD_LIMITS, cardProblems } from './api/card-limits.ts';
export type {
  ButtonCard,
  CardChoice,
  CardLine,
  CardOption,
  CardTarget,
  NewsNoticeCard,
  SelectCard,
  TemplateCard,
  TextNoticeCard,
  VoteCard,
} from './api/cards.ts';
export type { ContactWay, ContactWayRequest, ContactWaySettings, TemporaryChat } from './api/contact-ways.ts';
export type { Department } from './api/departments.ts';
export type { ExternalContact, FollowInfo, FollowTag } from './api/external-contact-shapes.ts';
export type {
  BatchPage,
  BatchRequest,
  ExternalContactDetail,
} from './api/external-contacts.ts';
export type {
  GroupChat,
  GroupChatEntry,
  GroupChatMember,
  GroupChatStatus,
  ListGroupChatsRequest,
} from './api/group-chats.ts';
export type { GroupWelcome } from './api/group-welcome.ts';
export type {
  ChatHandoverFailure,
  ChatHandoverRequest,
  HandoverPair,
  HandoverRequest,
  HandoverResult,
  HandoverStart,
  HandoverStatus,
  UnassignedCustomer,
} from './api/handover.ts';
export type { Conversion, IdMigration } from './api/id-conversion.ts';
export type { JoinWay, JoinWayRequest } from './api/join-ways.ts';
export { type JsSignature, type JsSignatureInput, signJs } from './api/js-signature.ts';
export { IMAGE_MAX_BYTES, MEDIA_MAX_BYTES, type MediaKind, type UploadedMedia } from './api/media.ts';
export type { Member } from './api/members.ts';
export type {
  AppMessage,
  MessageContent,
  MessageRecipients,
  NewsArticle,
  TextNotice,
} from './api/message-body.ts';
export type { AppMessageResult, CardUpdate } from './api/messages.ts';
export {
  type AuthorizeRequest,
  authorizeUrl,
  DEFAULT_LOGIN_BASE_URL,
  DEFAULT_OAUTH_BASE_URL,
  type LoginRequest,
  loginUrl,
  type UserInfo,
} from './api/oauth.ts';
export { everyPage, type Page, type PageOptions } from './api/paging.ts';
export type { AppAdmin, MemberAuthPage } from './api/permissions.ts';
export type { RemarkRequest } from './api/remark.ts';
export type {
  BehaviorDay,
  GroupChatFigures,
  Period,
} from './api/statistics.ts';
export type { StrategyMember, StrategyTagGroup } from './api/strategy-tags.ts';
export type { CorpTag, CorpTagGroup, ListCorpTagsRequest, MarkTagRequest } from './api/tags.ts';
export type { WelcomeMessage } from './api/welcome.ts';
export { type BudgetOptions, createBudget } from './budget/budget.ts';
export { type CallCount, type CallCounts, createCallCounts } from './budget/counts.ts';
export {
  type Budget,
  type BudgetLimits,
  type BudgetRequest,
  type BudgetState,
  type CallOutcome,
  type CallPriority,
  type CircuitState,
  DEFAULT_BUDGET_LIMITS,
  type LaneState,
  type PauseReason,
  type Permit,
} from './budget/types.ts';
export { DEFAULT_MAX_BODY_BYTES } from './callback/envelope.ts';
export { CallbackError, type CallbackErrorReason } from './callback/errors.ts';
export { parseEvent } from './callback/event.ts';
export { type EventLane, eventLane, eventSubject } from './callback/event-order.ts';
export type {
  AcquisitionEvent,
  ActivatedAccount,
  AppEvent,
  AppStateEvent,
  AuthEvent,
  CardEvent,
  ContactEvent,
  EventBase,
  ExternalChatEvent,
  ExternalContactEvent,
  ExternalTagEvent,
  JobEvent,
  KfEvent,
  LicenceEvent,
  MemberProfile,
  MessageEvent,
  OrderEvent,
  RegistrationEvent,
  UnknownEvent,
  WecomEvent,
  WecomEventType,
} from './callback/event-types.ts';
export type { RawFields, RawValue } from './callback/fields.ts';
export { type CallbackQuery, readCallbackQuery } from './callback/query.ts';
export {
  type CallbackKeys,
  type OpenCallbackInput,
  type OpenedCallback,
  openCallback,
  plaintextDigest,
  verifyUrl,
} from './callback/receive.ts';
export { type CallbackAddress, type ReceiveIds, receiveIdsFor } from './callback/receive-ids.ts';
export { type ReplyInput, sealReply } from './callback/reply.ts';
export {
  type Capabilities,
  capabilitiesFromPermissions,
  capabilitiesOf,
  type InstallMode,
} from './capabilities.ts';
export { type CorpClient, type CorpClientOptions, createCorpClient } from './client.ts';
export {
  isFinalRefusal,
  isForAdmin,
  isPlatformError,
  refusalOf,
  type UnavailableReason,
  WecomError,
  WecomHeldBack,
  WecomUnavailable,
  WecomWaitingForTicket,
} from './errors.ts';
export type { Upload } from './multipart.ts';
export {
  concernsTenant,
  endsAccess,
  REACTION_TABLE,
  type Reaction,
  type ReactionRow,
  reactionOf,
} from './reactions.ts';
export type {
  AuthInfo,
  InstalledCorp,
  PermanentCode,
  PreAuthCode,
  SessionInfo,
} from './suite/authorization.ts';
export type { AuthAgent, AuthCorp, AuthEdition, AuthPrivilege } from './suite/authorization-shapes.ts';
export { createSuiteClient, type SuiteClient, type SuiteClientOptions } from './suite/client.ts';
export { DEFAULT_INSTALL_BASE_URL, type InstallRequest, installUrl } from './suite/install-url.ts';
export type { SuiteUserInfo } from './suite/login.ts';
export {
  type AppLicence,
  type CustomizedAuthUrl,
  createProviderClient,
  type LicenceAccount,
  type MemberLicence,
  type ProviderClient,
  type ProviderClientOptions,
} from './suite/provider.ts';
export type { CallReport } from './token-call.ts';
export {
  createTokenHolder,
  type FreshToken,
  type TokenHolder,
  type TokenHolderOptions,
} from './tokens/holder.ts';
export { createMemoryTokenStore, type StoredToken, type TokenStore } from './tokens/store.ts';
export {
  createTransport,
  DEFAULT_API_BASE_URL,
  type Transport,
  type TransportLogEntry,
  type TransportOptions,
  type TransportRequest,
} from './transport.ts';
