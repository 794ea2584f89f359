import { DeliveryReason, type MessageDelivery, MessagePurpose } from '@guanxi/shared/message-deliveries';
import type { DeliveryOfMessage } from './repository.ts';

/** A line of the log of deliveries. */
export function presentDelivery(
  { delivery, message, click }: DeliveryOfMessage,
  member: MessageDelivery['member'],
): MessageDelivery {
  return {
    id: delivery.id,
    purpose: MessagePurpose.parse(message.purpose),
    title: message.title,
    member,
    state: delivery.state === 'sent' || delivery.state === 'failed' ? delivery.state : 'pending',
    reason: delivery.reason === null ? null : DeliveryReason.parse(delivery.reason),
    errcode: delivery.errcode,
    createdAt: delivery.createdAt.toISOString(),
    sentAt: delivery.sentAt?.toISOString() ?? null,
    answeredAt: click?.clickedAt.toISOString() ?? null,
  };
}
