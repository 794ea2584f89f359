import { type ComputedRef, watch } from 'vue';
import { currentChat, type OpenChat } from '../api/wecom-client.ts';
import { type Load, useLoad } from './use-load.ts';
import { useBoot } from './use-viewer.ts';

/** What the address asks for; a customer beside a group chat is one opened from it. */
export interface AskedChat {
  readonly chatId: string | null;
  readonly externalUserId: string | null;
}

/**
 * Which chat the page is about: the one the address names, otherwise the one the client says is open.
 *
 * @param asked - follows the address
 */
export function useOpenChat(asked: ComputedRef<AskedChat>): Load<OpenChat, []> {
  const { viewer, jssdk } = useBoot();
  const chat = useLoad(async (): Promise<OpenChat> => {
    const { chatId, externalUserId } = asked.value;
    if (chatId !== null) return { kind: 'group', chatId };
    if (externalUserId !== null) return { kind: 'customer', externalUserId };
    return currentChat(viewer, jssdk);
  });

  /** Coming back from a customer to the group must not ask anew: the chat beside the page is the same. */
  function isStillOpen({ chatId, externalUserId }: AskedChat): boolean {
    const open = chat.data.value;
    if (chat.state.value !== 'ready' || open?.kind !== 'group') return false;
    return chatId === open.chatId || (chatId === null && externalUserId === null);
  }
  watch(
    asked,
    (now) => {
      if (!isStillOpen(now)) void chat.load();
    },
    { immediate: true },
  );
  return chat;
}
