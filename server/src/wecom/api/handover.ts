import { z } from 'zod';
import { flag, instant, list, number, readAs, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { nextCursor, type Page, type PageOptions, pageBody } from './paging.ts';

/** Who gives customers away, and who takes them over. */
export type HandoverPair = { fromUserId: string; toUserId: string };

export type HandoverRequest = HandoverPair & {
  /** One to 100. */
  externalUserIds: readonly string[];
};

/** 0: the handover began. It is done when the customer agrees, or a day later by itself. */
export type HandoverStart = { externalUserId: string; errcode: number };

/** What became of a handover; `unknown` for a status that is not documented. */
export type HandoverStatus = 'done' | 'waiting' | 'refused' | 'limit' | 'none' | 'unknown';

export type HandoverResult = {
  externalUserId: string;
  status: HandoverStatus;
  /** While waiting, when it will be done by itself; null when refused. */
  at: Date | null;
};

const STATUSES: readonly HandoverStatus[] = ['unknown', 'done', 'waiting', 'refused', 'limit', 'none'];

/**
 * Hands customers of a member in service over to another. Not retried by itself: each customer may be handed over
 * twice in 90 days only.
 * @param request successText: said to the customer afterwards, at most 200 characters
 * @returns what began, customer by customer; {@link getTransferResult} tells the end
 * @see https://developer.work.weixin.qq.com/document/path/92125
 */
export async function transferCustomers(
  call: CorpCall,
  request: HandoverRequest & { successText?: string | undefined },
  options?: CallOptions,
): Promise<HandoverStart[]> {
  const own = { transfer_success_msg: request.successText };
  return startHandover(call, 'externalcontact/transfer_customer', request, own, options);
}

/**
 * Hands customers of a member who left over to another.
 * @throws {WecomError} 40097 (`stop`): the member has not left
 * @see https://developer.work.weixin.qq.com/document/path/94081
 */
export async function transferResignedCustomers(
  call: CorpCall,
  request: HandoverRequest,
  options?: CallOptions,
): Promise<HandoverStart[]> {
  return startHandover(call, 'externalcontact/resigned/transfer_customer', request, {}, options);
}

/**
 * One page of the results between two members in service.
 * @see https://developer.work.weixin.qq.com/document/path/94088
 */
export async function getTransferResult(
  call: CorpCall,
  request: HandoverPair & PageOptions,
  options?: CallOptions,
): Promise<Page<HandoverResult>> {
  return readResults(call, 'externalcontact/transfer_result', request, options);
}

/**
 * One page of the results after a member left.
 * @see https://developer.work.weixin.qq.com/document/path/94082
 */
export async function getResignedTransferResult(
  call: CorpCall,
  request: HandoverPair & PageOptions,
  options?: CallOptions,
): Promise<Page<HandoverResult>> {
  return readResults(call, 'externalcontact/resigned/transfer_result', request, options);
}

/** A customer whose member left. */
export type UnassignedCustomer = { fromUserId: string; externalUserId: string; leftAt: Date };

const unassigned = z.object({
  info: list(z.object({ handover_userid: text, external_userid: text, dimission_time: instant })),
  is_last: flag,
  next_cursor: nextCursor,
});

/**
 * One page of the customers of members who left.
 * @see https://developer.work.weixin.qq.com/document/path/92124
 */
export async function listUnassigned(
  call: CorpCall,
  page: PageOptions = {},
  options?: CallOptions,
): Promise<Page<UnassignedCustomer>> {
  const api = 'externalcontact/get_unassigned_list';
  const body = { page_size: page.limit ?? 1000, cursor: page.cursor || undefined };
  const wire = readAs(api, unassigned, await call({ api, method: 'POST', body }, options));
  return {
    items: wire.info.map((one) => ({
      fromUserId: one.handover_userid,
      externalUserId: one.external_userid,
      leftAt: one.dimission_time,
    })),
    nextCursor: wire.next_cursor,
  };
}

/** A chat that stayed with its owner, and why. */
export type ChatHandoverFailure = { chatId: string; errcode: number; errmsg: string };

export type ChatHandoverRequest = {
  /** One to 100; at most 300 a day may leave one owner. */
  chatIds: readonly string[];
  toUserId: string;
};

/**
 * Gives chats of members who left a new owner.
 * @returns those that failed
 * @see https://developer.work.weixin.qq.com/document/path/92127
 */
export async function transferGroupChats(
  call: CorpCall,
  request: ChatHandoverRequest,
  options?: CallOptions,
): Promise<ChatHandoverFailure[]> {
  return transferChats(call, 'externalcontact/groupchat/transfer', request, options);
}

/**
 * Gives chats of members in service a new owner; each chat twice in 90 days at most.
 * @returns those that failed
 * @see https://developer.work.weixin.qq.com/document/path/95703
 */
export async function transferGroupChatsInService(
  call: CorpCall,
  request: ChatHandoverRequest,
  options?: CallOptions,
): Promise<ChatHandoverFailure[]> {
  return transferChats(call, 'externalcontact/groupchat/onjob_transfer', request, options);
}

const startAnswer = z.object({ customer: list(z.object({ external_userid: text, errcode: number })) });

async function startHandover(
  call: CorpCall,
  api: string,
  request: HandoverRequest,
  own: Record<string, unknown>,
  options: CallOptions | undefined,
): Promise<HandoverStart[]> {
  const body = { ...pairBody(request), external_userid: request.externalUserIds, ...own };
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  return readAs(api, startAnswer, answer).customer.map((one) => ({
    externalUserId: one.external_userid,
    errcode: one.errcode,
  }));
}

const resultAnswer = z.object({
  customer: list(z.object({ external_userid: text, status: number, takeover_time: instant })),
  next_cursor: nextCursor,
});

async function readResults(
  call: CorpCall,
  api: string,
  request: HandoverPair & PageOptions,
  options: CallOptions | undefined,
): Promise<Page<HandoverResult>> {
  const body = { ...pairBody(request), cursor: pageBody(request).cursor };
  const wire = readAs(api, resultAnswer, await call({ api, method: 'POST', body }, options));
  return {
    items: wire.customer.map((one) => ({
      externalUserId: one.external_userid,
      status: STATUSES[one.status] ?? 'unknown',
      at: one.takeover_time.getTime() === 0 ? null : one.takeover_time,
    })),
    nextCursor: wire.next_cursor,
  };
}

const failedAnswer = z.object({
  failed_chat_list: list(z.object({ chat_id: text, errcode: number, errmsg: text.optional() })),
});

async function transferChats(
  call: CorpCall,
  api: string,
  request: ChatHandoverRequest,
  options: CallOptions | undefined,
): Promise<ChatHandoverFailure[]> {
  const body = { chat_id_list: request.chatIds, new_owner: request.toUserId };
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  return readAs(api, failedAnswer, answer).failed_chat_list.map((failed) => ({
    chatId: failed.chat_id,
    errcode: failed.errcode,
    errmsg: failed.errmsg ?? '',
  }));
}

function pairBody(pair: HandoverPair) {
  return { handover_userid: pair.fromUserId, takeover_userid: pair.toUserId };
}
