import { type Attachment, attachmentItem } from './attachments.ts';
import type { CallOptions, CorpCall } from './call.ts';

export type WelcomeMessage = {
  /** Of the event; 20 seconds, once. */
  welcomeCode: string;
  /** At most 4000 bytes. A text, an attachment, or both. */
  text?: string | undefined;
  /** At most nine. */
  attachments?: readonly Attachment[] | undefined;
};

const NINE = 9;
const TEXT_BYTES = 4000;

/**
 * Welcomes a customer who just came. Tried again only when the platform was busy: within its 20 seconds a code may
 * be used once, and whoever comes later is told so.
 * @throws {RangeError} nothing to send, or too much
 * @throws {WecomError} 41050, 41051, 41096 (`drop`): too late, or another app was faster; 41053: the customer has not
 * agreed to the archive yet
 * @see https://developer.work.weixin.qq.com/document/path/92137
 */
export async function sendWelcome(
  call: CorpCall,
  message: WelcomeMessage,
  options?: CallOptions,
): Promise<void> {
  const { text, attachments = [] } = message;
  if (!text && attachments.length === 0) throw new RangeError('a welcome needs a text or an attachment');
  if (attachments.length > NINE) throw new RangeError('a welcome has at most nine attachments');
  if (text && Buffer.byteLength(text) > TEXT_BYTES) throw new RangeError('a welcome has at most 4000 bytes');
  const body = {
    welcome_code: message.welcomeCode,
    text: text ? { content: text } : undefined,
    attachments: attachments.length > 0 ? attachments.map(attachmentItem) : undefined,
  };
  const request = { api: 'externalcontact/send_welcome_msg', method: 'POST' as const, body };
  await call(request, { priority: 'interactive', ...options });
}
