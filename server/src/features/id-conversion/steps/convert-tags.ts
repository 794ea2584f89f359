import { isRefusedHere, unlessRefused } from '../refusals.ts';
import { idConversionRepo } from '../repository.ts';
import { nothingLeft, type Step } from './step.ts';

/** The most the platform takes. */
const askedAtOnce = 1000;
const kinds = ['tag', 'tag_group'] as const;

/** Asks for the new ids of corp tags and their groups, which one call converts together. */
export const tagsStep: Step = {
  name: 'tags',
  async page({ ctx, row, here }) {
    const { attempt } = row;
    const repo = idConversionRepo(ctx.database.read, row.corpId);
    const waiting = await repo.findUnasked(kinds, attempt, askedAtOnce);
    if (waiting.length === 0) {
      return nothingLeft;
    }
    const ids = waiting.map(({ fromId }) => fromId);
    const told = await unlessRefused(() => here.client.toOpenTagIds(ids), isRefusedHere);
    return async (db) => {
      const write = idConversionRepo(db, row.corpId);
      for (const kind of kinds) {
        const own = waiting.filter((one) => one.kind === kind).map(({ fromId }) => fromId);
        const converted = own.flatMap((id): [string, string][] => {
          const toId = told?.converted.get(id);
          return toId === undefined ? [] : [[id, toId]];
        });
        await write.setNew(kind, new Map(converted), attempt);
        await write.setKept(kind, own, { reason: told === null ? 'refused' : 'unknown', attempt });
      }
      return 'more';
    };
  },
};
