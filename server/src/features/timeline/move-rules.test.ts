import { expect, test } from 'vitest';
import { isSameEntry, translateDetail } from './move-rules.ts';
import type { TimelineEntryRow } from './table.ts';

const entry = (more: Partial<TimelineEntryRow> & { second?: number }): TimelineEntryRow =>
  ({
    ...{ memberId: 1, followUpId: null, at: new Date(Date.UTC(2026, 10, 20, 8, 0, more.second ?? 0)) },
    ...more,
  }) as TimelineEntryRow;

test.each<[string, TimelineEntryRow, TimelineEntryRow, boolean]>([
  ['one moment', entry({}), entry({}), true],
  ['a callback and a listing, seconds apart', entry({}), entry({ second: 9 }), true],
  ['half a minute apart', entry({}), entry({ second: 30 }), false],
  ['of two members', entry({}), entry({ memberId: 2 }), false],
  ['of nobody in particular', entry({ memberId: null }), entry({ memberId: null }), true],
  ['two follow-ups of one moment', entry({ followUpId: 1 }), entry({ followUpId: 2 }), false],
])('two apps tell %s', (_name, there, here, expected) => {
  expect(isSameEntry(there, here)).toBe(expected);
});

const to = { row: (_table: string, id: number) => id + 100, id: (_kind: 'chat', id: string) => `new-${id}` };

test.each<[object, object]>([
  [
    { toMemberId: 3, outcome: 'done' },
    { toMemberId: 103, outcome: 'done' },
  ],
  [
    { chatId: 'wr1', name: '群' },
    { chatId: 'new-wr1', name: '群' },
  ],
  [
    { addWay: 1, channel: '3' },
    { addWay: 1, channel: '3' },
  ],
  [{}, {}],
])('%o is %o where it goes', (detail, expected) => {
  expect(translateDetail(detail, to)).toEqual(expected);
});
