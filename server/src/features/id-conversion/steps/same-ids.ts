import { idConversionRepo } from '../repository.ts';
import type { Step } from './step.ts';

/** An installation older than the upgrade of ids sees the same ones as the company's own app. */
export const sameIdsStep: Step = {
  name: 'same-ids',
  async page({ row, here }) {
    const { memberIds, externalIds } = here.client.access.capabilities;
    return async (db) => {
      const repo = idConversionRepo(db, row.corpId);
      if (memberIds === 'corp') {
        await repo.setSame(['member'], row.attempt);
      }
      if (externalIds === 'corp') {
        await repo.setSame(['person', 'tag', 'tag_group', 'chat'], row.attempt);
      }
      return null;
    };
  },
};
