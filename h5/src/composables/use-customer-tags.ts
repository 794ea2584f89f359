import {
  type CustomerTag,
  changeCustomerTags,
  listCustomerTags,
  listTagGroups,
  retryTagChanges,
  type TagGroup,
  undoTagChanges,
} from '@guanxi/shared/tags';
import { computed, onScopeDispose, shallowRef } from 'vue';
import { call } from '../api/client.ts';
import { type LocalChange, mergeTags, type TagWish, wishFor } from './customer-tags.ts';
import { causeKey } from './problems.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** Taps within this time travel together. */
const batchMs = 300;

/**
 * A customer's tags: shown as the reader wants them at once, sent in batches, and asked for again
 * until the platform has them.
 *
 * @param customerId - of the customer on the card
 * @param initial - the tags that came with the card
 */
export function useCustomerTags(customerId: number, initial: CustomerTag[]) {
  const base = shallowRef(initial);
  const changes = shallowRef<ReadonlyMap<string, LocalChange>>(new Map());
  const syncedAt = shallowRef<string | null>(null);
  const groups = useLoad(async (): Promise<TagGroup[]> => {
    const answer = await call(listTagGroups, {});
    syncedAt.value = answer.syncedAt;
    return answer.groups;
  });
  const tags = computed(() => mergeTags(base.value, changes.value, groups.data.value ?? []));
  const of = { params: { customerId } };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> = Promise.resolve();
  /** Answers that were asked for before the newest change are out of date. */
  let version = 0;

  function setChanges(edit: (next: Map<string, LocalChange>) => void) {
    const next = new Map(changes.value);
    edit(next);
    changes.value = next;
  }

  const polling = usePolling(
    () => base.value.some((tag) => tag.state === 'pending'),
    async () => {
      const asked = version;
      const answer = await call(listCustomerTags, of);
      if (asked === version) base.value = answer.tags;
    },
  );

  /** One batch at a time, so that a later tap never arrives before an earlier one. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    await sending;
    sending = sendBatch();
    await sending;
  }

  async function sendBatch() {
    const sent = [...changes.value].filter(([, change]) => change.causeKey === null);
    if (sent.length === 0) return;
    const idsOf = (wish: TagWish) =>
      sent.filter(([, change]) => change.wish === wish).map(([tagId]) => tagId);
    version++;
    try {
      const body = { add: idsOf('add'), remove: idsOf('remove') };
      const answer = await call(changeCustomerTags, { ...of, body }, { keepalive: true });
      base.value = answer.tags;
      settle(sent, null);
      polling.restart();
    } catch (error) {
      settle(sent, causeKey(error));
    }
  }

  /** Drops what was taken, or marks it with why it was not, unless it has been changed since. */
  function settle(sent: [string, LocalChange][], cause: string | null) {
    setChanges((next) => {
      for (const [tagId, change] of sent) {
        if (next.get(tagId) !== change) continue;
        if (cause === null) next.delete(tagId);
        else next.set(tagId, { wish: change.wish, causeKey: cause });
      }
    });
  }

  function schedule(tagId: string, wish: TagWish) {
    setChanges((next) => next.set(tagId, { wish, causeKey: null }));
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), batchMs);
  }

  function toggle(tagId: string) {
    const tag = tags.value.find((candidate) => candidate.tagId === tagId);
    if (tag?.state === 'failed') void retry([tagId]);
    else schedule(tagId, wishFor(tag));
  }

  const isLocal = (tagId: string) => changes.value.has(tagId);

  async function act(route: typeof retryTagChanges | typeof undoTagChanges, tagIds: string[]) {
    if (tagIds.length === 0) return;
    const mine = ++version;
    try {
      const answer = await call(route, { ...of, body: { tagIds } });
      if (mine === version) base.value = answer.tags;
    } catch {
      const answer = await call(listCustomerTags, of).catch(() => null);
      if (answer && mine === version) base.value = answer.tags;
    }
    polling.restart();
  }

  async function retry(tagIds: string[]) {
    for (const tagId of tagIds.filter(isLocal)) schedule(tagId, changes.value.get(tagId)?.wish ?? 'add');
    const onServer = new Set(tagIds.filter((tagId) => !isLocal(tagId)));
    base.value = base.value.map((tag) =>
      tag.tagId !== null && onServer.has(tag.tagId) ? { ...tag, state: 'pending', failure: null } : tag,
    );
    await act(retryTagChanges, [...onServer]);
  }

  async function undo(tagIds: string[]) {
    const onServer = tagIds.filter((tagId) => !isLocal(tagId));
    setChanges((next) => {
      for (const tagId of tagIds) next.delete(tagId);
    });
    await act(undoTagChanges, onServer);
  }

  /** Takes the tags of a card that was read again. */
  function renew(fresh: CustomerTag[]) {
    version++;
    base.value = fresh;
  }

  onScopeDispose(() => void flush());
  return { tags, groups, syncedAt, toggle, retry, undo, renew };
}
