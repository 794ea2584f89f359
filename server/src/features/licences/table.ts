import { id, instant, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** What is known of one member's licence (接口许可). Without a row nothing is known yet. */
export interface MemberLicenceRow {
  id: number;
  corpId: number;
  memberId: number;
  /** `none`, `base` (identity and messages) or `interop` (customer contact as well). */
  kind: string;
  /** When it ends or ended; null when there never was one, or the platform did not say. */
  expiresAt: Date | null;
  /** When the platform was asked, or told it; older news changes nothing. */
  knownAt: Date;
}

export const memberLicenceTable = defineTable<MemberLicenceRow>({
  name: 'member_licence',
  columns: {
    id: id(),
    corpId: ref(),
    memberId: ref(),
    kind: text(8),
    expiresAt: nullable(instant()),
    knownAt: instant(),
  },
  indexes: [{ name: 'member_licence_key', columns: ['corpId', 'memberId'], isUnique: true }],
  moves: 'stays',
});
