import { MINUTE } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { suitesRepo } from './repository.ts';

interface TicketContext {
  readonly database: Pick<Database, 'read' | 'transaction'>;
  readonly keyring: Keyring;
}

/** How long the platform takes a ticket. */
const ticketLifeMs = 30 * MINUTE;

/**
 * The newest suite_ticket; null before the platform pushed the first, and when the last one is over: asking for a
 * token with it would be refused.
 *
 * @see https://developer.work.weixin.qq.com/document/path/90628
 */
export async function readSuiteTicket(
  ctx: TicketContext & { readonly now: () => Date },
  suiteId: string,
): Promise<string | null> {
  const ticket = await suitesRepo(ctx.database.read).findTicket(suiteId);
  const isOver = ticket === null || ctx.now().getTime() - ticket.at.getTime() >= ticketLifeMs;
  return isOver ? null : ctx.keyring.open(ticket.sealed);
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
