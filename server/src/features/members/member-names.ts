import type { MemberRef } from '@guanxi/shared/member-ref';
import { rememberEach } from '@guanxi/shared/remembered';
import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Names of members by id, remembered for half a minute: every page shows some, and they rarely change. */
export interface MemberNames {
  of(corpId: number, memberIds: readonly number[]): Promise<ReadonlyMap<number, MemberRef>>;
}

/** Creates the memory of one process. */
export function createMemberNames(database: Pick<Database, 'read'>, now: () => Date): MemberNames {
  return {
    of: rememberEach(
      async (corpId, memberIds: readonly number[]) => {
        const rows = await membersRepo(database.read, corpId).findByIds(memberIds);
        return new Map(rows.map((row) => [row.id, { memberId: row.id, userId: row.userId, name: row.name }]));
      },
      { forMs: 30 * SECOND, now },
    ),
  };
}

/** A member out of those looked up; one that is gone has neither id nor name. */
export function memberRefOf(names: ReadonlyMap<number, MemberRef>, memberId: number): MemberRef {
  return names.get(memberId) ?? { memberId, userId: '', name: '' };
}
