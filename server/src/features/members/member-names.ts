import type { MemberRef } from '@guanxi/shared/member-ref';
import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Names of members by id, remembered for half a minute: every page shows some, and they rarely change. */
export interface MemberNames {
  of(corpId: number, memberIds: readonly number[]): Promise<ReadonlyMap<number, MemberRef>>;
}

const rememberedMs = 30 * SECOND;
const rememberedAtMost = 20_000;

/** Creates the memory of one process. */
export function createMemberNames(database: Pick<Database, 'read'>, now: () => Date): MemberNames {
  const remembered = new Map<number, { name: MemberRef; corpId: number; until: number }>();
  return {
    async of(corpId, memberIds) {
      const names = new Map<number, MemberRef>();
      const unknown: number[] = [];
      const time = now().getTime();
      for (const memberId of new Set(memberIds)) {
        const known = remembered.get(memberId);
        if (known !== undefined && known.corpId === corpId && known.until > time) {
          names.set(memberId, known.name);
        } else {
          unknown.push(memberId);
        }
      }
      if (unknown.length === 0) {
        return names;
      }
      if (remembered.size > rememberedAtMost) {
        remembered.clear();
      }
      for (const row of await membersRepo(database.read, corpId).findByIds(unknown)) {
        const name = { memberId: row.id, userId: row.userId, name: row.name };
        remembered.set(row.id, { name, corpId, until: time + rememberedMs });
        names.set(row.id, name);
      }
      return names;
    },
  };
}

/** A member out of those looked up; one that is gone has neither id nor name. */
export function memberRefOf(names: ReadonlyMap<number, MemberRef>, memberId: number): MemberRef {
  return names.get(memberId) ?? { memberId, userId: '', name: '' };
}
