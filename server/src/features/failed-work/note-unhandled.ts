import type { Db } from '../../db/data-source.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import { unhandledEventsRepo } from './repository.ts';

/** What the column of the type holds. */
const longestType = 128;

/** Counts events nobody handled by their kind; what was in them stays sealed in the inbox. */
export async function noteUnhandled(
  db: Db,
  corpId: number,
  events: readonly WecomEvent[],
  now: Date,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const type of events.map(typeOf)) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  await unhandledEventsRepo(db, corpId).add(counts, now);
}

/** The type of an event; for one of an unknown kind the names the platform gave it. */
function typeOf(event: WecomEvent): string {
  if (event.type !== 'unknown') {
    return event.type;
  }
  const names = [event.event ?? event.infoType, event.changeType].filter((name) => name !== undefined);
  return ['unknown', ...names].join('.').slice(0, longestType);
}
