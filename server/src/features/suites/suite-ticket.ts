import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { suitesRepo } from './repository.ts';

interface TicketContext {
  readonly database: Pick<Database, 'read' | 'transaction'>;
  readonly keyring: Keyring;
}

/** The newest suite_ticket; null before the platform pushed the first. */
export async function readSuiteTicket(ctx: TicketContext, suiteId: string): Promise<string | null> {
  const sealed = await suitesRepo(ctx.database.read).findSealedTicket(suiteId);
  return sealed === null ? null : ctx.keyring.open(sealed);
}

/** Keeps a suite_ticket. Each lives 30 minutes and a new one comes every ten. */
export async function saveSuiteTicket(
  ctx: TicketContext,
  suiteId: string,
  ticket: { value: string; at: Date },
): Promise<void> {
  await ctx.database.transaction((db) =>
    suitesRepo(db).saveTicket(suiteId, ctx.keyring.seal(ticket.value), ticket.at),
  );
}
