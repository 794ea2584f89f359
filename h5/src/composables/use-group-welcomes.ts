import {
  createGroupWelcome,
  deleteGroupWelcome,
  listGroupWelcomes,
  retryGroupWelcome,
  updateGroupWelcome,
} from '@guanxi/shared/group-welcomes';
import type { WelcomeContent } from '@guanxi/shared/welcome';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** The welcome material for customer groups; what is on its way to the platform is followed. */
export function useGroupWelcomes() {
  const { state, data, load, refresh } = useLoad(async () => (await call(listGroupWelcomes, {})).items);
  const polling = usePolling(
    () => (data.value ?? []).some((one) => one.state === 'pending'),
    async () => void (await refresh()),
  );
  async function follow(act: Promise<unknown>) {
    await act;
    await refresh();
    polling.restart();
  }
  return {
    state,
    items: data,
    load,
    /** Makes material, or changes the one with this number. @throws ApiError */
    save: (id: number | null, content: WelcomeContent, requestKey: string) =>
      follow(
        id === null
          ? call(createGroupWelcome, { body: { content, notifiesOwners: true, requestKey } })
          : call(updateGroupWelcome, { params: { id }, body: { content } }),
      ),
    /** @throws ApiError */
    remove: (id: number) => follow(call(deleteGroupWelcome, { params: { id } })),
    /** @throws ApiError */
    retry: (id: number) => follow(call(retryGroupWelcome, { params: { id }, body: {} })),
  };
}
