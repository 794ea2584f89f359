import type { ConvertedKind } from '@guanxi/shared/id-conversion';
import type { Db } from '../../../db/data-source.ts';
import { whoIsShown } from '../../customers/known-customers.ts';
import { whoIsInside } from '../../group-chats/chat-marks.ts';
import { whichTagsExist } from '../../tags/name-tags.ts';
import { idConversionRepo } from '../repository.ts';
import { nothingLeft, type Step } from './step.ts';

const idsPerPage = 500;

/** Who or what the app sees of each kind; members who are out of its sight are not asked for in the first place. */
const seen: Partial<Record<ConvertedKind, (db: Db, corpId: number, ids: string[]) => Promise<string[]>>> = {
  person: async (db, corpId, ids) => [
    ...(await whoIsShown(db, corpId, ids)),
    ...(await whoIsInside(db, corpId, ids)),
  ],
  tag: whichTagsExist,
  tag_group: whichTagsExist,
};
const kinds = Object.keys(seen) as ConvertedKind[];

/** Tells those without a new id whom the app no longer sees from those whom it needs. */
export const sortMissingStep: Step = {
  name: 'missing',
  async page({ ctx, row }, from) {
    const { read } = ctx.database;
    const repo = idConversionRepo(read, row.corpId);
    const missing = await repo.findMissing(kinds, row.attempt, Number(from), idsPerPage);
    const last = missing.at(-1);
    if (last === undefined) {
      return nothingLeft;
    }
    const gone: [ConvertedKind, string[]][] = [];
    for (const kind of kinds) {
      const ids = missing.filter((one) => one.kind === kind && one.reason === 'unknown');
      const fromIds = ids.map(({ fromId }) => fromId);
      const known = new Set(fromIds.length === 0 ? [] : await seen[kind]?.(read, row.fromCorpId, fromIds));
      gone.push([kind, fromIds.filter((id) => !known.has(id))]);
    }
    return async (db) => {
      const write = idConversionRepo(db, row.corpId);
      for (const [kind, ids] of gone) {
        await write.setKept(kind, ids, { reason: 'gone', attempt: row.attempt });
      }
      return String(last.id);
    };
  },
};
