import type { ContactsReading } from './reading.ts';

/**
 * Readings in rounds, none of which has a customer twice: several readings of one customer are applied one after
 * another, in their order.
 */
export function roundsOf(readings: readonly ContactsReading[]): ContactsReading[][] {
  const rounds: ContactsReading[][] = [];
  const roundAfter = new Map<string, number>();
  for (const reading of readings) {
    const customers = [
      ...reading.contacts.map((contact) => contact.externalUserId),
      ...reading.updates.map((update) => update.externalUserId),
    ];
    const index = Math.max(0, ...customers.map((customer) => roundAfter.get(customer) ?? 0));
    rounds[index] = [...(rounds[index] ?? []), reading];
    for (const customer of customers) {
      roundAfter.set(customer, index + 1);
    }
  }
  return rounds;
}
