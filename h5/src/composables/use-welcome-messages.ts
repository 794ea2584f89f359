import {
  deleteWelcomeMessage,
  getWelcomeReport,
  listWelcomeMessages,
  saveWelcomeMessage,
  type WelcomeContent,
  type WelcomeMessage,
  type WelcomeScope,
} from '@guanxi/shared/welcome';
import { computed } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';

/** The messages of the company, of departments and of members, and what became of those sent. */
export function useWelcomeMessages() {
  const list = usePageList<WelcomeMessage>((cursor) =>
    call(listWelcomeMessages, { query: { limit: 50, ...(cursor !== undefined && { cursor }) } }),
  );
  const report = useLoad(() => call(getWelcomeReport, {}));
  const ofCorp = computed(() => list.items.value.find((message) => message.scope === 'corp') ?? null);
  const others = computed(() => list.items.value.filter((message) => message.scope !== 'corp'));

  /** @throws ApiError */
  async function save(scope: WelcomeScope, targetId: number, content: WelcomeContent) {
    const saved = await call(saveWelcomeMessage, { body: { scope, targetId, content } });
    const isKnown = list.items.value.some((message) => message.id === saved.id);
    list.items.value = isKnown
      ? list.items.value.map((message) => (message.id === saved.id ? saved : message))
      : [...list.items.value, saved];
  }
  /** @throws ApiError */
  async function remove(id: number) {
    await call(deleteWelcomeMessage, { params: { id } });
    list.items.value = list.items.value.filter((message) => message.id !== id);
  }
  return { ...list, report, ofCorp, others, save, remove };
}
