import { idConversionRepo } from '../repository.ts';
import type { Step } from './step.ts';

/**
 * An installation older than the upgrade of ids sees the same ones as the company's own app; and an upgrade leaves
 * those as they are that were the provider's before.
 */
export const sameIdsStep: Step = {
  name: 'same-ids',
  async page({ row, here }) {
    const { memberIds, externalIds } = here.client.access.capabilities;
    const open = row.openSubjects ?? { members: memberIds !== 'corp', customers: externalIds !== 'corp' };
    return async (db) => {
      const repo = idConversionRepo(db, row.corpId);
      if (!open.members) {
        await repo.setSame(['member'], row.attempt);
      }
      if (!open.customers) {
        await repo.setSame(['person', 'tag', 'tag_group', 'chat'], row.attempt);
      }
      return null;
    };
  },
};
