import type { Customer } from '@guanxi/shared/customers';
import {
  changeProfile,
  getProfile,
  type Profile,
  type ProfileFieldName,
  retryProfile,
  revealMobile,
  undoProfile,
} from '@guanxi/shared/profile';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../api/client.ts';
import { noteDrafts } from './note-drafts.ts';
import { causeKey } from './problems.ts';
import {
  type LocalEdit,
  type MobileItem,
  mergeNotes,
  type NoteValue,
  toEdit,
  withNotes,
} from './profile-edits.ts';
import { usePolling } from './use-polling.ts';

/**
 * The reader's own notes on a customer: shown as wanted at once, sent in order, and asked for again until
 * the platform has them.
 *
 * @param customerId - of the customer on the card
 * @param memberId - the reader
 * @param initial - the profile that came with the card; null without a relation
 * @param arrived - called when the platform has everything, because the timeline tells of it
 */
export function useProfile(
  customerId: number,
  memberId: number,
  initial: Profile | null,
  arrived: () => unknown,
) {
  const base = shallowRef(initial);
  const edits = shallowRef<ReadonlyMap<ProfileFieldName, LocalEdit>>(new Map());
  const notes = computed(() => base.value && mergeNotes(base.value, edits.value));
  const of = { params: { customerId } };
  let sending: Promise<void> = Promise.resolve();
  /** Answers that were asked for before the newest change are out of date. */
  let version = 0;

  function setEdits(edit: (next: Map<ProfileFieldName, LocalEdit>) => void) {
    const next = new Map(edits.value);
    edit(next);
    edits.value = next;
  }

  const isPending = () => Object.values(base.value ?? {}).some((field) => field.state === 'pending');
  const polling = usePolling(isPending, async () => {
    const asked = version;
    const answer = await call(getProfile, of);
    if (asked === version) base.value = answer.profile;
  });
  watch(isPending, (now, before) => {
    if (before && !now) arrived();
  });

  /** One request at a time, so that a later edit never arrives before an earlier one. */
  function flush(): Promise<void> {
    sending = sending.then(send);
    return sending;
  }

  async function send() {
    const sent = [...edits.value].filter(([, edit]) => edit.causeKey === null);
    if (sent.length === 0) return;
    version++;
    try {
      const answer = await call(changeProfile, { ...of, body: toEdit(sent) }, { keepalive: true });
      base.value = answer.profile;
      settle(sent, null);
      polling.restart();
    } catch (error) {
      settle(sent, causeKey(error));
    }
  }

  /** Drops what was taken, or marks it with why it was not, unless it has been changed since. */
  function settle(sent: [ProfileFieldName, LocalEdit][], cause: string | null) {
    setEdits((next) => {
      for (const [field, edit] of sent) {
        if (next.get(field) !== edit) continue;
        if (cause === null) next.delete(field);
        else next.set(field, { value: edit.value, causeKey: cause });
      }
    });
  }

  function change(field: ProfileFieldName, value: NoteValue): Promise<void> {
    setEdits((next) => next.set(field, { value, causeKey: null }));
    return flush();
  }

  async function act(route: typeof retryProfile | typeof undoProfile, field: ProfileFieldName) {
    const mine = ++version;
    const answer = await call(route, { ...of, body: { fields: [field] } }).catch(() =>
      call(getProfile, of).catch(() => null),
    );
    if (answer && mine === version) base.value = answer.profile;
    polling.restart();
  }

  async function retry(field: ProfileFieldName) {
    const edit = edits.value.get(field);
    if (edit) return change(field, edit.value);
    await act(retryProfile, field);
  }

  async function undo(field: ProfileFieldName) {
    const isLocal = edits.value.has(field);
    setEdits((next) => next.delete(field));
    if (!isLocal) await act(undoProfile, field);
  }

  /** The full number; the server writes down that it was read. */
  async function reveal(item: MobileItem): Promise<string> {
    if ('number' in item) return item.number;
    return (await call(revealMobile, { ...of, body: { ref: item.ref } })).number;
  }

  /** Takes the profile of a card that was read again. */
  function renew(fresh: Profile | null) {
    version++;
    base.value = fresh;
  }

  /** The customer of a card, called as they are called now. */
  const shown = (customer: Customer) =>
    base.value ? withNotes(customer, base.value, edits.value) : customer;

  return {
    ...{ notes, shown, change, retry, undo, reveal, renew },
    drafts: noteDrafts(`guanxi.note.${memberId}.${customerId}`),
  };
}

export type ProfileNotes = ReturnType<typeof useProfile>;
