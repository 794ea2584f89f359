import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type MemberLicenceRow, memberLicenceTable } from './table.ts';

/** The licences of one corp's members. */
export function memberLicencesRepo(db: Db, corpId: number) {
  const licences = rowsOf(db, memberLicenceTable);
  return {
    findAll(): Promise<MemberLicenceRow[]> {
      return licences.findBy({ corpId });
    },
    findOfMembers(memberIds: readonly number[]): Promise<MemberLicenceRow[]> {
      return licences.findBy({ corpId, memberId: In([...memberIds]) });
    },
    async save(rows: readonly Omit<MemberLicenceRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        memberLicenceTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'memberId'], update: ['kind', 'expiresAt', 'knownAt'] },
      );
    },
  };
}
