import type { Db } from '../../db/data-source.ts';
import type { ContactsReading } from './reading.ts';
import { contactRow, unknownContactRow } from './relation-row.ts';
import { customersRepo } from './repository.ts';
import type { CustomerRow } from './table.ts';

/** What the customers are found by before the readings; nobody else changes it until the transaction ends. */
export function lockCustomers(db: Db, corpId: number, readings: readonly ContactsReading[]) {
  const named = readings.flatMap(({ contacts, updates }) => [...contacts, ...updates]);
  return customersRepo(db, corpId).lockByExternalUserIds([
    ...new Set(named.map(({ externalUserId }) => externalUserId)),
  ]);
}

/** Writes who the readings show, and whom only callbacks told of. @returns the rows of everybody the readings name */
export async function writeCustomers(
  db: Db,
  corpId: number,
  readings: readonly ContactsReading[],
): Promise<Map<string, CustomerRow>> {
  const repo = customersRepo(db, corpId);
  const shown = new Map(
    readings.flatMap(({ contacts, readAt }) =>
      contacts.map((contact) => [contact.externalUserId, contactRow(contact, readAt)] as const),
    ),
  );
  await repo.upsertCustomers([...shown.values()], { keepKnown: false });
  // A customer the platform does not show needs a row only when a callback told something of them.
  const unseen = new Map(
    readings.flatMap(({ updates, readAt }) =>
      updates
        .filter((update) => !shown.has(update.externalUserId) && update.facts.length > 0)
        .map(({ externalUserId }) => [externalUserId, unknownContactRow(externalUserId, readAt)] as const),
    ),
  );
  await repo.upsertCustomers([...unseen.values()], { keepKnown: true });
  const rows = await repo.findByExternalUserIds([
    ...new Set(readings.flatMap(({ updates }) => updates.map((update) => update.externalUserId))),
  ]);
  return new Map(rows.map((row) => [row.externalUserId, row]));
}
