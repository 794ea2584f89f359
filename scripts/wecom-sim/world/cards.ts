import { randomBytes } from 'node:crypto';

const LIFE_SECONDS = 72 * 3600;

/** A message that was sent, for its recall and its card. */
export interface SentMessage {
  msgid: string;
  agentId: number;
  at: number;
  userids: string[];
  taskId: string;
}

/** What apps sent, and the response_codes of their cards: once, within 72 hours. */
export const createCardBook = () => {
  const sent = new Map<string, SentMessage>();
  const codes = new Map<string, { message: SentMessage; expiresAt: number }>();
  return {
    keep: (message: SentMessage): void => void sent.set(message.msgid, message),
    sent: (msgid: string): SentMessage | undefined => sent.get(msgid),
    mintCode(message: SentMessage, now: number): string {
      const code = randomBytes(32).toString('base64url');
      codes.set(code, { message, expiresAt: now + LIFE_SECONDS });
      return code;
    },
    look(code: string, now: number): SentMessage | undefined {
      const found = codes.get(code);
      return found && found.expiresAt > now ? found.message : undefined;
    },
    use: (code: string): void => void codes.delete(code),
  };
};

export type CardBook = ReturnType<typeof createCardBook>;
