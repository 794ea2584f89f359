import { id, instant, int, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A kind of event that came and that nothing here handles. The events themselves stay in the inbox. */
export interface UnhandledEventRow {
  id: number;
  corpId: number;
  /** The event's type, for one of an unknown kind with the platform's own names. */
  eventType: string;
  times: number;
  firstAt: Date;
  lastAt: Date;
}

export const unhandledEventTable = defineTable<UnhandledEventRow>({
  name: 'unhandled_event',
  columns: {
    id: id(),
    corpId: ref(),
    eventType: text(128),
    times: int(),
    firstAt: instant(),
    lastAt: instant(),
  },
  indexes: [{ name: 'unhandled_event_key', columns: ['corpId', 'eventType'], isUnique: true }],
  moves: 'stays',
});
