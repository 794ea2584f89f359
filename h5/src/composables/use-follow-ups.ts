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
import { type LocalDrafts, localDrafts } from './follow-up-draft.ts';

/** A key for one follow-up, so that saving it again after a lost answer writes it once. */
export function newRequestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/**
 * Everything that is done to a customer's follow-ups.
 *
 * @param customerId - whose
 * @param memberId - who writes
 */
export function useFollowUps(customerId: number, memberId: number) {
  const params = { customerId };
  const local: LocalDrafts = localDrafts(`guanxi.draft.${memberId}.${customerId}`);
  return {
    local,
    create: (input: FollowUpInput, requestKey: string): Promise<FollowUp> =>
      call(createFollowUp, { params, body: { ...input, requestKey } }),
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
