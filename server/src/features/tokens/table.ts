import { bytes, id, instant, nullable, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/**
 * A token or ticket of the platform, shared by every node. It belongs to an installation, a suite or
 * the provider, which its key names; it has no corp.
 */
export interface PlatformTokenRow {
  id: number;
  tokenKey: string;
  /** Null before the first one, and after it was called invalid. */
  sealed: Buffer | null;
  expiresAt: Date | null;
  /** Who may renew it now, and until when. */
  lockedBy: string | null;
  lockedUntil: Date | null;
}

export const platformTokenTable = defineTable<PlatformTokenRow>({
  name: 'platform_token',
  columns: {
    id: id(),
    tokenKey: text(190),
    sealed: nullable(bytes()),
    expiresAt: nullable(instant()),
    lockedBy: nullable(text(64)),
    lockedUntil: nullable(instant()),
  },
  indexes: [{ name: 'platform_token_key', columns: ['tokenKey'], isUnique: true }],
});
