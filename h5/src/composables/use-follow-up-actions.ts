import type { FollowUp } from '@guanxi/shared/follow-ups';
import { useI18n } from 'vue-i18n';
import { causeKey } from './problems.ts';
import type { FollowUps } from './use-follow-ups.ts';
import type { useTimeline } from './use-timeline.ts';
import { useToasts } from './use-toast.ts';

/**
 * Deleting and taking it back, as the reader sees it: gone at once, and back at once.
 *
 * @param refresh - reads the card again, because the next step may have changed
 */
export function useFollowUpActions(
  followUps: Pick<FollowUps, 'remove' | 'restore'>,
  timeline: Pick<ReturnType<typeof useTimeline>, 'hide' | 'unhide' | 'put'>,
  refresh: () => unknown,
) {
  const { t } = useI18n();
  const toasts = useToasts();

  async function remove(followUp: FollowUp) {
    timeline.hide(followUp.id);
    const removal = followUps.remove(followUp.id);
    toasts.show(t('followUp.removed'), { undo: () => void restore(followUp, removal) });
    try {
      await removal;
      refresh();
    } catch (error) {
      timeline.unhide(followUp.id);
      toasts.show(t('followUp.removeFailed', { cause: t(causeKey(error)) }), { tone: 'failed' });
    }
  }

  async function restore(followUp: FollowUp, removal: Promise<unknown>) {
    timeline.unhide(followUp.id);
    try {
      await removal;
      timeline.put(await followUps.restore(followUp.id));
      toasts.show(t('followUp.restored'));
      refresh();
    } catch (error) {
      timeline.hide(followUp.id);
      toasts.show(t('followUp.restoreFailed', { cause: t(causeKey(error)) }), { tone: 'failed' });
    }
  }

  return { remove };
}
