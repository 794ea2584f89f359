import type { CustomerCard } from '@guanxi/shared/customers';
import type { FollowUp, FollowUpInput } from '@guanxi/shared/follow-ups';
import { computed, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import type { CardTab } from '../components/customer/CardTabs.vue';
import { tagsDisabledKey } from './customer-tags.ts';
import { newerDraft, newRequestKey } from './follow-up-draft.ts';
import { useCustomerTags } from './use-customer-tags.ts';
import { useFollowUpActions } from './use-follow-up-actions.ts';
import type { DraftPorts } from './use-follow-up-draft.ts';
import { useFollowUps } from './use-follow-ups.ts';
import { useFreshness } from './use-freshness.ts';
import { useProfile } from './use-profile.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useTimeline } from './use-timeline.ts';
import { useToasts } from './use-toast.ts';
import { useViewer } from './use-viewer.ts';

/**
 * What can be done on one customer's card, and the sheets it opens.
 *
 * @param card - the card as last read
 * @param refresh - reads it again behind what is shown
 */
export function useCustomerPanel(card: () => CustomerCard, refresh: () => Promise<boolean>) {
  const { t } = useI18n();
  const toasts = useToasts();
  const { customer } = card();
  const { memberId } = useViewer();
  const followUps = useFollowUps(customer.id, memberId);
  const timeline = useTimeline(customer.id, card().timeline);
  const tags = useCustomerTags(customer.id, card().tags);
  const profile = useProfile(customer.id, memberId, card().profile, refresh);
  const shownCard = computed(() => ({ ...card(), customer: profile.shown(card().customer) }));
  const { remove } = useFollowUpActions(followUps, timeline, refresh);
  const ports: DraftPorts = { save: followUps.saveDraft, drop: followUps.dropDraft, local: followUps.local };

  const tab = ref<CardTab>('timeline');
  const draft = shallowRef(newerDraft(card().draft, followUps.local.read()));
  const isRefreshing = ref(false);
  const composing = shallowRef<{ key: string; editing: FollowUp | null } | null>(null);
  const isComposing = ref(false);
  const isTagging = ref(false);
  const hasTagged = ref(false);
  const tagReason = computed(() =>
    card().can.changeTags ? '' : t(`tags.disabled.${tagsDisabledKey(card().relation?.status ?? null)}`),
  );

  watch(card, (fresh) => {
    timeline.renew(fresh.timeline);
    tags.renew(fresh.tags);
    profile.renew(fresh.profile);
  });

  function write(editing: FollowUp | null = null) {
    if (!editing && !card().can.writeFollowUp) return;
    composing.value = { key: newRequestKey(), editing };
    isComposing.value = true;
  }
  async function save(input: FollowUpInput) {
    const editing = composing.value?.editing;
    const written = editing ? await followUps.update(editing.id, input) : await followUps.create(input);
    timeline.put(written);
    toasts.show(t(editing ? 'followUp.changed' : 'followUp.saved'));
    void refresh();
  }
  function closed() {
    if (!isComposing.value) composing.value = null;
  }
  function openTags() {
    if (!card().can.changeTags) return;
    hasTagged.value = true;
    isTagging.value = true;
    if (tags.groups.state.value !== 'ready') void tags.groups.load();
  }
  async function reload() {
    isRefreshing.value = true;
    await refresh();
    isRefreshing.value = false;
  }

  useFreshness(refresh, () => isComposing.value || isTagging.value);
  useShortcuts({ n: () => write(), t: openTags }, () => isComposing.value || isTagging.value);
  return {
    timeline,
    tags,
    profile,
    shownCard,
    tagReason,
    tab,
    draft,
    ports,
    composing,
    isComposing,
    isTagging,
    hasTagged,
    isRefreshing,
    write,
    save,
    closed,
    remove,
    openTags,
    reload,
  };
}

export type CustomerPanel = ReturnType<typeof useCustomerPanel>;
