import type { ConvertedKind } from '@guanxi/shared/id-conversion';
import type { Db } from '../../../db/data-source.ts';
import { customerIdsOf } from '../../customers/known-customers.ts';
import { whoIsInside } from '../../group-chats/chat-marks.ts';
import { nameUsers } from '../../members/user-ids.ts';
import { idConversionRepo } from '../repository.ts';
import { nothingLeft, type Step } from './step.ts';

const idsPerPage = 500;

type Finder = (db: Db, corpId: number, ids: string[]) => Promise<Iterable<string>>;

/** Which of these ids somebody has here. */
const finders: Partial<Record<ConvertedKind, Finder>> = {
  member: async (db, corpId, ids) => (await nameUsers(db, corpId, ids)).keys(),
  person: async (db, corpId, ids) => [
    ...(await customerIdsOf(db, corpId, ids)).keys(),
    ...(await whoIsInside(db, corpId, ids)),
  ],
};
const kinds = Object.keys(finders) as ConvertedKind[];

/**
 * What came in between the platform's upgrade of ids and ours has new ids already, though it lies with the old ones.
 * An id of the company is never one of the provider.
 */
export const knownHereStep: Step = {
  name: 'known-here',
  async page({ ctx, row: { corpId, proof, attempt } }, from) {
    const { read } = ctx.database;
    const waiting =
      proof === 'upgrade'
        ? await idConversionRepo(read, corpId).findUnasked(kinds, attempt, idsPerPage, Number(from))
        : [];
    const last = waiting.at(-1);
    if (last === undefined) {
      return nothingLeft;
    }
    const found: [ConvertedKind, Map<string, string>][] = [];
    for (const kind of kinds) {
      const ids = waiting.filter((one) => one.kind === kind).map(({ fromId }) => fromId);
      const known = ids.length === 0 ? [] : ((await finders[kind]?.(read, corpId, ids)) ?? []);
      found.push([kind, new Map([...known].map((id) => [id, id]))]);
    }
    return async (db) => {
      for (const [kind, same] of found) {
        await idConversionRepo(db, corpId).setNew(kind, same, attempt);
      }
      return String(last.id);
    };
  },
};
