import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

/** What a message of the app is for. */
export const MessagePurpose = z.enum(['sync_failed', 'handover_taken', 'former_app_found']);
export type MessagePurpose = z.output<typeof MessagePurpose>;

/** Why a message did not reach a member. */
export const DeliveryReason = z.enum([
  'left',
  'out_of_range',
  'unlicensed',
  'not_permitted',
  'unreachable',
  'rejected',
]);
export type DeliveryReason = z.output<typeof DeliveryReason>;

/** One message to one member. */
export const MessageDelivery = z.object({
  id: z.number().int(),
  purpose: MessagePurpose,
  title: z.string(),
  member: z.object({ memberId: z.number().int(), userId: z.string(), name: z.string() }),
  /** `sent`: WeCom took it. It tells nobody whether it was read. */
  state: z.enum(['pending', 'sent', 'failed']),
  reason: DeliveryReason.nullable(),
  errcode: z.number().int().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  /** When the member tapped a button of the card; null for none. */
  answeredAt: Instant.nullable(),
});
export type MessageDelivery = z.output<typeof MessageDelivery>;

export const listMessageDeliveries = defineRoute({
  method: 'GET',
  path: '/message-deliveries',
  summary: 'Messages of the app to members, newest first, with what became of each',
  access: 'admin',
  query: PageQuery,
  response: pageOf(MessageDelivery),
  errors: ['request.invalid'],
});
