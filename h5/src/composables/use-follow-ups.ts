import {
  createFollowUp,
  deleteFollowUp,
  deleteFollowUpDraft,
  type FollowUp,
  type FollowUpDraft,
  type FollowUpInput,
  restoreFollowUp,
  saveFollowUpDraft,
  updateFollowUp,
} from '@guanxi/shared/follow-ups';
import { call } from '../api/client.ts';
import { keptRequestKey, type LocalDrafts, localDrafts } from './follow-up-draft.ts';

/**
 * Everything that is done to a customer's follow-ups.
 *
 * @param customerId - whose
 * @param memberId - who writes
 */
export function useFollowUps(customerId: number, memberId: number) {
  const params = { customerId };
  const local: LocalDrafts = localDrafts(`guanxi.draft.${memberId}.${customerId}`);
  const requestKey = keptRequestKey(`guanxi.draft-key.${memberId}.${customerId}`);
  return {
    local,
    async create(input: FollowUpInput): Promise<FollowUp> {
      const written = await call(createFollowUp, {
        params,
        body: { ...input, requestKey: requestKey.take(input) },
      });
      requestKey.finish();
      return written;
    },
    update: (id: number, input: FollowUpInput): Promise<FollowUp> =>
      call(updateFollowUp, { params: { id }, body: input }),
    remove: (id: number) => call(deleteFollowUp, { params: { id } }, { keepalive: true }),
    restore: (id: number): Promise<FollowUp> => call(restoreFollowUp, { params: { id } }),
    saveDraft: (draft: FollowUpDraft) =>
      call(saveFollowUpDraft, { params, body: draft }, { keepalive: true }),
    dropDraft: () => call(deleteFollowUpDraft, { params }, { keepalive: true }),
  };
}

export type FollowUps = ReturnType<typeof useFollowUps>;
