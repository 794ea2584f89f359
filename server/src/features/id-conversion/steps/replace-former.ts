import { dropJobs } from '../../../queue/drop-jobs.ts';
import { markReplaced } from '../../corps/save-installation.ts';
import { idConversionRepo } from '../repository.ts';
import type { Step } from './step.ts';

/**
 * Ends the former app: from here on it takes nothing in and calls nothing, so that what follows moves rows that
 * nobody writes any more.
 */
export const replaceFormerStep: Step = {
  name: 'replace-former',
  async page({ ctx, row }) {
    return async (db) => {
      await markReplaced(db, row.fromCorpId, row.corpId);
      await dropJobs(db, row.fromCorpId);
      const replacedAt = row.replacedAt ?? ctx.now();
      await idConversionRepo(db, row.corpId).update({ state: 'moving', replacedAt });
      // Too early where the commit fails, and then the table says otherwise at the next start; too late loses writes.
      ctx.installations.replace(row.fromCorpId);
      return null;
    };
  },
};
