import { type CorpClient, type GroupChat, WecomError } from '../../wecom/index.ts';
import type { ReadingKind } from './chat-rules.ts';

/** What asking the platform for a chat came to. */
export type GroupChatReading =
  | { readonly kind: 'there'; readonly chat: GroupChat; readonly readAt: Date }
  | { readonly kind: Exclude<ReadingKind, 'there'>; readonly readAt: Date }
  /** It exists, but for want of a licence it is not shown: what is known stays as it is. */
  | { readonly kind: 'unlicensed'; readonly readAt: Date };

/** Chat unknown, or not found. The platform says the same of a chat that was dismissed. */
const goneCodes = new Set([40_050, 86_001, 86_003]);
const dismissedCode = 49_008;
/** The owner is out of range, out of 客户联系, or the chat is no customer chat. */
const hiddenCodes = new Set([60_011, 60_021, 60_030, 84_074, 84_083, 84_084, 90_501, 90_509]);
const licenceCodes = new Set([701_008, 701_016, 701_099]);

/**
 * Reads one chat with the names in it. Only the codes that speak of this chat become a reading; whatever
 * else fails is thrown, so that a fault never looks like a chat that is gone.
 */
export async function readGroupChat(
  client: CorpClient,
  chatId: string,
  options: { now: () => Date; signal?: AbortSignal },
): Promise<GroupChatReading> {
  const readAt = options.now();
  try {
    const { signal } = options;
    const chat = await client.getGroupChat(
      { chatId, withNames: true },
      signal === undefined ? {} : { signal },
    );
    return { kind: 'there', chat, readAt };
  } catch (error) {
    const kind = error instanceof WecomError ? kindOfCode(error.errcode) : null;
    if (kind === null) {
      throw error;
    }
    return { kind, readAt };
  }
}

function kindOfCode(errcode: number): Exclude<GroupChatReading['kind'], 'there'> | null {
  if (goneCodes.has(errcode)) {
    return 'gone';
  }
  if (errcode === dismissedCode) {
    return 'dismissed';
  }
  if (licenceCodes.has(errcode)) {
    return 'unlicensed';
  }
  return hiddenCodes.has(errcode) ? 'hidden' : null;
}
