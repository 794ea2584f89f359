import type { Db } from '../../db/data-source.ts';
import { auditRepo } from './repository.ts';

/**
 * Everything that is audited. `mobile.read`: a full phone number was shown to a member; `sync.losses_confirmed`: an
 * admin let a full sync mark what it found lost.
 */
export type AuditAction = 'mobile.read' | 'sync.losses_confirmed';

/**
 * Writes one entry. Call it in the transaction of the act, so that nothing happens unaccounted for.
 *
 * @param entry.subject - names what it was done to by an id, never by its content
 */
export async function recordAudit(
  db: Db,
  corpId: number,
  entry: { actorMemberId: number; action: AuditAction; subject: `${string}:${number}`; at: Date },
): Promise<void> {
  await auditRepo(db, corpId).add(entry);
}
