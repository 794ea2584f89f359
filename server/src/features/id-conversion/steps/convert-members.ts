import { presentUserIds, whoIsPresent } from '../../members/user-ids.ts';
import { isRefusedHere, unlessRefused } from '../refusals.ts';
import { idConversionRepo } from '../repository.ts';
import { isAskingRisky, matchMembers } from '../rules.ts';
import { nothingLeft, type Step } from './step.ts';

/** The platform takes 1000. */
const askedOfFormer = 500;
/** Few, so that a mistaken list is noticed before the platform blocks the call. */
const askedOfHere = 50;

/**
 * Asks the former app who the members of this installation are. All of these ids are right, so that nothing can be
 * held against us.
 */
export const membersBackStep: Step = {
  name: 'members-back',
  async page({ ctx, row, here, former }, from) {
    const page = { afterUserId: from, limit: askedOfFormer };
    const openUserIds = await presentUserIds(ctx.database.read, row.corpId, page);
    if (former === null || openUserIds.length === 0) {
      return nothingLeft;
    }
    const told = await unlessRefused(() =>
      former.client.fromOpenUserIds({ openUserIds, sourceAgentId: String(here.agentId) }),
    );
    if (told === null) {
      return nothingLeft;
    }
    const read = idConversionRepo(ctx.database.read, row.corpId);
    const known = await read.findUnasked(['member'], row.attempt, Number.MAX_SAFE_INTEGER);
    const matched = matchMembers(
      known.map(({ fromId }) => fromId),
      told.converted,
    );
    return async (db) => {
      await idConversionRepo(db, row.corpId).setNew('member', matched, row.attempt);
      return openUserIds.at(-1) ?? null;
    };
  },
};

/** Asks for the members that are left. Who left the company is not asked for: wrong ids block the call for a day. */
export const membersForwardStep: Step = {
  name: 'members-forward',
  async page({ ctx, row, here }) {
    const { read } = ctx.database;
    const repo = idConversionRepo(read, row.corpId);
    const { attempt } = row;
    const waiting = (await repo.findUnasked(['member'], attempt, askedOfHere)).map(({ fromId }) => fromId);
    if (waiting.length === 0) {
      return nothingLeft;
    }
    if (isAskingRisky(await repo.countAsked('member', attempt))) {
      return rest(row.corpId, { reason: 'not_asked', attempt });
    }
    const present = await whoIsPresent(read, row.fromCorpId, waiting);
    // Behind the move the rows are here.
    const presentHere = await whoIsPresent(read, row.corpId, waiting);
    const asked = waiting.filter((userId) => present.has(userId) || presentHere.has(userId));
    const told =
      asked.length === 0 ? null : await unlessRefused(() => here.client.toOpenUserIds(asked), isRefusedHere);
    if (asked.length > 0 && told === null) {
      return rest(row.corpId, { reason: 'refused', attempt });
    }
    return async (db) => {
      const write = idConversionRepo(db, row.corpId);
      await write.setNew('member', told?.converted ?? new Map(), attempt);
      await write.setKept('member', asked, { reason: 'unknown', attempt });
      const left = waiting.filter((userId) => !asked.includes(userId));
      await write.setKept('member', left, { reason: 'left', attempt });
      return 'more';
    };
  },
};

function rest(corpId: number, kept: { reason: string; attempt: number }) {
  return async (db: Parameters<typeof idConversionRepo>[0]) => {
    await idConversionRepo(db, corpId).setRest('member', kept);
    return null;
  };
}
