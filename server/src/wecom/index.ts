/** The WeCom platform, for everything else in the server: this is the only file to import from. */

export { type CorpAccess, createSelfBuiltAccess, type SelfBuiltAccessOptions } from './access.ts';
export type { Agent } from './api/agent.ts';
export type { CorpApi, JsSignatures, PageRequest } from './api/bind.ts';
export type { CallOptions } from './api/call.ts';
export type { Department, DepartmentNode } from './api/departments.ts';
export type { ExternalContact, FollowInfo, FollowTag } from './api/external-contact-shapes.ts';
export type {
  BatchPage,
  BatchRequest,
  ExternalContactDetail,
} from './api/external-contacts.ts';
export { type JsSignature, type JsSignatureInput, signJs } from './api/js-signature.ts';
export type { Member, MemberName } from './api/members.ts';
export type { AppMessage, MessageContent, MessageRecipients, TextNotice } from './api/message-body.ts';
export type { AppMessageResult } from './api/messages.ts';
export {
  type AuthorizeRequest,
  authorizeUrl,
  DEFAULT_LOGIN_BASE_URL,
  DEFAULT_OAUTH_BASE_URL,
  type LoginRequest,
  loginUrl,
  type UserInfo,
} from './api/oauth.ts';
export type { RemarkRequest } from './api/remark.ts';
export type { CorpTag, CorpTagGroup, ListCorpTagsRequest, MarkTagRequest } from './api/tags.ts';
export { DEFAULT_MAX_BODY_BYTES } from './callback/envelope.ts';
export { CallbackError, type CallbackErrorReason } from './callback/errors.ts';
export { parseEvent } from './callback/event.ts';
export { type EventLane, eventLane, eventSubject } from './callback/event-order.ts';
export type {
  AppEvent,
  ContactEvent,
  EventBase,
  ExternalChatEvent,
  ExternalContactEvent,
  ExternalTagEvent,
  MessageEvent,
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
export { type ReplyInput, sealReply } from './callback/reply.ts';
export { type Capabilities, capabilitiesOf, type InstallMode } from './capabilities.ts';
export { type CorpClient, type CorpClientOptions, createCorpClient } from './client.ts';
export { type UnavailableReason, WecomError, WecomUnavailable } from './errors.ts';
export { concernsTenant, REACTION_TABLE, type Reaction, type ReactionRow, reactionOf } from './reactions.ts';
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
