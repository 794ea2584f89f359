import type { CustomerListItem } from '@guanxi/shared/customers';
import type { Database } from '../../db/data-source.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import { presentListItem } from './present.ts';
import { customersRepo } from './repository.ts';
import { requireFollowersLicence } from './require-customer.ts';

/**
 * One page of the actor's own customers, newest first.
 *
 * @throws AppError `wecom.licence_missing`
 */
export async function listMyCustomers(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: CustomerListItem[]; nextCursor: string | null }> {
  requireFollowersLicence(actor, [actor]);
  const rows = await customersRepo(ctx.database.read, actor.corpId).findPageOfMember(actor.memberId, {
    before: decodeCursor(query.cursor),
    search: '',
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(presentListItem),
    nextCursor:
      rows.length > query.limit && last !== undefined
        ? encodeCursor([last.followedAt.getTime(), last.relationId])
        : null,
  };
}
