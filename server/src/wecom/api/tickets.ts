import type { FreshToken } from '../tokens/holder.ts';
import { readAs, tokenAnswer } from '../wire.ts';
import type { CorpCall } from './call.ts';

/** Whose identity the ticket signs for: the corp (`ww.config`) or the app (`ww.agentConfig`). */
export type TicketKind = 'corp' | 'agent';

const REQUESTS = {
  // At most 400 an hour for a corp and 100 for an app: always through a token holder.
  corp: { api: 'get_jsapi_ticket', method: 'GET' },
  agent: { api: 'ticket/get', method: 'GET', query: { type: 'agent_config' } },
} as const;

const ticketAnswer = tokenAnswer('ticket');

/**
 * A fresh JS-SDK ticket.
 * @see https://developer.work.weixin.qq.com/document/path/90539
 */
export async function fetchTicket(call: CorpCall, kind: TicketKind): Promise<FreshToken> {
  const request = REQUESTS[kind];
  return readAs(request.api, ticketAnswer, await call(request));
}
