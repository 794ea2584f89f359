import type { FollowUp } from '@guanxi/shared/follow-ups';
import { listTimeline, type TimelineEntry, type TimelinePage } from '@guanxi/shared/timeline';
import { computed, ref } from 'vue';
import { call } from '../api/client.ts';
import { usePageList } from './use-page-list.ts';

export type TimelineFilter = 'all' | 'follow_ups';

/** A stable name for an entry: a follow-up keeps its own, whatever entry carries it. */
export function entryKey(entry: TimelineEntry): string {
  return entry.kind === 'follow_up' ? `follow-up-${entry.followUp.id}` : `entry-${entry.id}`;
}

/** The entry a new or restored follow-up has until the server tells its own. */
export function entryOf(followUp: FollowUp): TimelineEntry {
  return {
    kind: 'follow_up',
    id: -followUp.id,
    at: followUp.createdAt,
    actor: { kind: 'member', ...followUp.author },
    followUp,
  };
}

/** Puts a follow-up where it belongs, newest first, in place of what it may have been before. */
export function withFollowUp(entries: TimelineEntry[], followUp: FollowUp): TimelineEntry[] {
  const entry = entryOf(followUp);
  const known = entries.find((other) => entryKey(other) === entryKey(entry));
  if (known?.kind === 'follow_up') {
    return entries.map((other) => (other === known ? { ...known, followUp } : other));
  }
  const after = entries.findIndex((other) => other.at <= entry.at);
  return after < 0 ? [...entries, entry] : [...entries.slice(0, after), entry, ...entries.slice(after)];
}

export function withoutFollowUp(entries: TimelineEntry[], id: number): TimelineEntry[] {
  return entries.filter((entry) => entry.kind !== 'follow_up' || entry.followUp.id !== id);
}

/** Later pages may repeat what was put in by hand. */
function unique(entries: TimelineEntry[]): TimelineEntry[] {
  return [...new Map(entries.map((entry) => [entryKey(entry), entry])).values()];
}

/** A fresher first page over what was read before; older entries stay, so that nobody's place is lost. */
export function withHead(entries: TimelineEntry[], head: TimelineEntry[]): TimelineEntry[] {
  const oldest = head[head.length - 1];
  if (!oldest) return entries;
  const known = new Set(head.map(entryKey));
  return [...head, ...entries.filter((entry) => entry.at <= oldest.at && !known.has(entryKey(entry)))];
}

/**
 * A customer's timeline, page by page, whole or follow-ups only.
 *
 * @param first - the page that came with the card
 */
export function useTimeline(customerId: number, first: TimelinePage) {
  const filter = ref<TimelineFilter>('all');
  const hidden = ref<ReadonlySet<number>>(new Set());
  const list = usePageList<TimelineEntry>(
    (cursor) =>
      call(listTimeline, {
        params: { customerId },
        query: { only: filter.value, ...(cursor !== undefined && { cursor }) },
      }),
    first,
  );
  const entries = computed(() => {
    let shown = unique(list.items.value);
    for (const id of hidden.value) shown = withoutFollowUp(shown, id);
    return shown;
  });

  async function show(next: TimelineFilter) {
    if (filter.value === next) return;
    filter.value = next;
    await list.reset();
  }
  /** Takes a fresher first page, when it is the whole timeline that is shown. */
  function renew(page: TimelinePage) {
    if (filter.value !== 'all') return;
    if (page.nextCursor === null || list.items.value.length <= page.items.length) void list.reset(page);
    else list.items.value = withHead(list.items.value, page.items);
  }
  function put(followUp: FollowUp) {
    unhide(followUp.id);
    list.items.value = withFollowUp(list.items.value, followUp);
  }
  const hide = (id: number) => {
    hidden.value = new Set(hidden.value).add(id);
  };
  const unhide = (id: number) => {
    hidden.value = new Set([...hidden.value].filter((other) => other !== id));
  };
  const latest = computed(() => {
    const entry = entries.value.find((candidate) => candidate.kind === 'follow_up');
    return entry?.kind === 'follow_up' ? entry.followUp : null;
  });

  return { ...list, filter, entries, latest, show, renew, put, hide, unhide };
}
