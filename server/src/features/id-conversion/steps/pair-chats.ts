import { findOwnerIds, matchChats } from '../../group-chats/chat-marks.ts';
import { idConversionRepo } from '../repository.ts';
import type { Step } from './step.ts';

/** Pairs the group chats of both apps by what both see of them. */
export const chatsStep: Step = {
  name: 'chats',
  async page({ row }) {
    return async (db) => {
      const repo = idConversionRepo(db, row.corpId);
      const userIds = await repo.findNew('member', await findOwnerIds(db, row.fromCorpId));
      const corps = { hereCorpId: row.fromCorpId, thereCorpId: row.corpId };
      await repo.setNew('chat', await matchChats(db, corps, userIds), row.attempt);
      await repo.setRest('chat', { reason: 'unknown', attempt: row.attempt });
      return null;
    };
  },
};
