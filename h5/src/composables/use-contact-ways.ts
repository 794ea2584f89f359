import {
  type ContactWay,
  type ContactWayDetail,
  type ContactWayInput,
  createContactWay,
  deleteContactWay,
  getContactWay,
  listContactWays,
  retryContactWay,
  syncContactWays,
  updateContactWay,
} from '@guanxi/shared/contact-ways';
import { onScopeDispose, ref, watch } from 'vue';
import { ApiError, call } from '../api/client.ts';
import { usePageList } from './use-page-list.ts';
import { usePolling } from './use-polling.ts';

/** How long after the last key the search runs. */
const searchPauseMs = 250;

/** The contact ways, searched as they type; those on their way to the platform are followed. */
export function useContactWays() {
  const search = ref('');
  const asOf = ref<string | null>(null);
  const list = usePageList<ContactWay>(async (cursor) => {
    const page = await call(listContactWays, {
      query: { search: search.value.trim().slice(0, 40), limit: 30, ...(cursor !== undefined && { cursor }) },
    });
    asOf.value = page.asOf;
    return page;
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => search.value.trim(),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void list.reset(), searchPauseMs);
    },
  );
  onScopeDispose(() => clearTimeout(timer));

  const put = (way: ContactWay) => {
    list.items.value = list.items.value.map((one) => (one.id === way.id ? way : one));
  };
  const pending = () => list.items.value.filter((way) => way.state === 'pending');
  const polling = usePolling(
    () => pending().length > 0,
    async () => {
      await Promise.all(pending().map(({ id }) => look(id)));
    },
  );
  /** A way that is gone now was deleted as wished; another failure only waits for the next look. */
  async function look(id: number) {
    try {
      put((await read(id)).way);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'contact_way.not_found') drop(id);
    }
  }
  const drop = (id: number) => {
    list.items.value = list.items.value.filter((one) => one.id !== id);
  };
  const read = (id: number): Promise<ContactWayDetail> => call(getContactWay, { params: { id } });

  /** Makes a way, or changes the one with this number. @throws ApiError */
  async function save(id: number | null, input: ContactWayInput, requestKey: string) {
    if (id === null) {
      const { way } = await call(createContactWay, { body: { ...input, requestKey } });
      list.items.value = [way, ...list.items.value.filter((one) => one.id !== way.id)];
    } else {
      put((await call(updateContactWay, { params: { id }, body: input })).way);
    }
    polling.restart();
  }
  /** @throws ApiError */
  async function remove(id: number) {
    await call(deleteContactWay, { params: { id } });
    list.items.value = list.items.value.map((one) =>
      one.id === id ? { ...one, state: 'pending', change: 'delete', failure: null } : one,
    );
    polling.restart();
  }
  /** @throws ApiError */
  async function retry(id: number) {
    put((await call(retryContactWay, { params: { id }, body: {} })).way);
    polling.restart();
  }
  const sync = () => call(syncContactWays, { body: {} });
  return { ...list, search, asOf, read, save, remove, retry, sync };
}
