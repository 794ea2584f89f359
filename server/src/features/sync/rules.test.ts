import { expect, test } from 'vitest';
import { groupSize, nextGroups } from './group-rules.ts';
import { mySyncState, startableAt } from './my-sync-rules.ts';
import { isLossTooLarge, isNightlyDue, memberGroups, pageMs, secondsLeft } from './rules.ts';
import { addToTally, emptyTally } from './tally-rules.ts';

test.each([
  [0, 0, false],
  [50, 50, false],
  [51, 51, true],
  [51, 255, false],
  [52, 255, true],
  [200, 1000, false],
  [201, 1000, true],
])('losing %i of %i is suspicious: %s', (lost, current, tooLarge) => {
  expect(isLossTooLarge(lost, current)).toBe(tooLarge);
});

test.each([
  [[], 2, []],
  [['a'], 2, [['a']]],
  [['a', 'b'], 2, [['a', 'b']]],
  [['a', 'b', 'c'], 2, [['a', 'b'], ['c']]],
])('%j in groups of %i', (userIds, size, groups) => {
  expect(memberGroups(userIds, size)).toEqual(groups);
});

const pace = { membersDone: 0, membersTotal: 200, relations: 0, expected: null, readingMs: 60_000 };

test.each([
  ['nothing is read', pace, null],
  ['too short a time says nothing', { ...pace, membersDone: 100, readingMs: 9_999 }, null],
  ['too small a share says nothing', { ...pace, membersDone: 9 }, null],
  ['half of the members took a minute', { ...pace, membersDone: 100 }, 60],
  ['a tenth of the members took a minute', { ...pace, membersDone: 20 }, 540],
  ['all members are read', { ...pace, membersDone: 200 }, null],
  ['nobody has customers', { ...pace, membersTotal: 0 }, null],
  ['no member is done, but a quarter of the relations', { ...pace, relations: 25, expected: 100 }, 180],
  ['relations count before members', { ...pace, membersDone: 100, relations: 25, expected: 100 }, 180],
  [
    'more relations than last time: members count',
    { ...pace, membersDone: 100, relations: 101, expected: 100 },
    60,
  ],
  ['as many as last time: members count', { ...pace, relations: 100, expected: 100 }, null],
  ['a rest is rounded up', { ...pace, membersDone: 199, readingMs: 10_000 }, 1],
])('time left when %s', (_name, at, expected) => {
  expect(secondsLeft(at)).toBe(expected);
});

test.each([
  ['a page', 0, 250, 250],
  ['a pause of the platform', 0, 600_000, 60_000],
  ['a clock that was set back', 1000, 0, 0],
])('the time of %s', (_name, askedAt, storedAt, expected) => {
  expect(pageMs(new Date(askedAt), new Date(storedAt))).toBe(expected);
});

const now = new Date('2026-11-22T02:00:00Z');
const run = (status: string, hoursAgo: number) => ({
  status,
  startedAt: new Date(now.getTime() - hoursAgo * 3_600_000),
});

test.each([
  ['the first sync was not even asked for', null, false],
  ['the first sync runs since hours', run('running', 20), false],
  ['yesterday was done', run('done', 24), true],
  ['an admin asked in the evening', run('done', 6), true],
  ['everything was read a moment ago', run('done', 5.9), false],
  ['a question was asked a moment ago', run('asking', 1), false],
  ['a question of yesterday was not answered', run('asking', 24), true],
  ['the last one failed a moment ago', run('failed', 0.1), true],
])('at night when %s', (_name, latest, expected) => {
  expect(isNightlyDue(latest, now)).toBe(expected);
});

const group = (userIds: string[], cursor: string | null = null) => ({ userIds, cursor });
const many = Array.from({ length: 40 }, (_, index) => `m${index}`);
const pairs = (from: number, groups: number) =>
  Array.from({ length: groups }, (_, index) => group([`m${from + 2 * index}`, `m${from + 2 * index + 1}`]));

test.each([
  ['nobody is left', [], [], [], []],
  ['nobody waits', [], [], ['a', 'b', 'c'], [group(['a', 'b']), group(['c'])]],
  ['somebody waits', [], ['w'], ['a', 'w'], [group(['w']), group(['a'])]],
  [
    'a group is under way',
    [group(['a', 'b'], 'c1')],
    [],
    ['a', 'b', 'x'],
    [group(['a', 'b'], 'c1'), group(['x'])],
  ],
  ['there are more than lanes', [], [], many, pairs(0, 16)],
  ['some lanes are taken', pairs(0, 13), [], many, pairs(0, 16)],
  ['all lanes are taken', pairs(0, 16), [], many, pairs(0, 16)],
  ['somebody waits and all lanes are taken', pairs(0, 16), ['w'], many, [group(['w']), ...pairs(0, 16)]],
  [
    'somebody of a group under way waits',
    [group(['a', 'b'], 'c1')],
    ['b'],
    ['a', 'b'],
    [group(['b']), group(['a', 'b'], 'c1')],
  ],
  ['who waits is being served', [group(['w'], 'c2')], ['w'], ['w'], [group(['w'], 'c2')]],
  [
    'one more waits while another is served',
    [group(['w'], 'c2')],
    ['w', 'v'],
    ['v', 'w'],
    [group(['v']), group(['w'], 'c2')],
  ],
  [
    'more wait than there are lanes for them',
    pairs(0, 16),
    ['u', 'v', 'w', 'x', 'y'],
    [],
    [group(['u', 'v']), group(['w', 'x']), ...pairs(0, 16)],
  ],
])('who is read next when %s', (_name, open, wanted, rest, expected) => {
  expect(nextGroups(open, wanted, rest, 2)).toEqual(expected);
});

test.each([
  [0, 5],
  [11, 5],
  [200, 7],
  [1000, 32],
  [3200, 100],
  [14_000, 100],
])('of %i members %i are read together', (members, size) => {
  expect(groupSize(members)).toBe(size);
});

const read = { readAt: now, outcome: 'read', runId: 1 };
const waiting = { readAt: null, outcome: 'waiting', runId: 2 };
const never = { readAt: null, outcome: 'never', runId: 0 };
const running = { id: 2, status: 'running', stage: 'customers' };

test.each([
  ['were read by an earlier run', read, running, 'read'],
  ['wait for the run under way', waiting, running, 'reading'],
  ['are not on the list yet', never, { ...running, stage: 'directory' }, 'reading'],
  ['are nowhere, and the first run begins', null, running, 'reading'],
  ['were left out for want of a licence', { ...waiting, outcome: 'unlicensed' }, running, 'unlicensed'],
  ['were refused', { ...waiting, outcome: 'refused' }, { ...running, status: 'done' }, 'refused'],
  [
    'had no licence the last time, and are read again',
    { ...never, outcome: 'unlicensed', runId: 1 },
    running,
    'reading',
  ],
  ['waited for a run that failed', waiting, { ...running, status: 'failed' }, 'not_read'],
  ['were never read, and nothing was asked for', null, null, 'not_read'],
  ['belong to somebody without any, after a run', null, { ...running, status: 'done' }, 'read'],
  [
    'belong to somebody who joined after the customers were read',
    never,
    { ...running, stage: 'losses' },
    'read',
  ],
] as const)("a member's customers who %s", (_name, own, latest, expected) => {
  expect(mySyncState(own, latest)).toBe(expected);
});

test.each([
  ['before the first sync', null, '12:00'],
  ['while one runs', { status: 'running', finishedAt: null }, null],
  ['after one that failed', { status: 'failed', finishedAt: '11:59' }, '12:00'],
  ['after one that is done', { status: 'done', finishedAt: '11:59' }, '12:09'],
  ['long after one that is done', { status: 'done', finishedAt: '09:00' }, '09:10'],
  ['after one that asks', { status: 'asking', finishedAt: '11:59' }, '12:09'],
] as const)('a member may ask for a sync %s from %s', (_name, latest, expected) => {
  const at = (clock: string) => new Date(`2026-11-22T${clock}:00Z`);
  const row =
    latest === null
      ? null
      : { ...latest, finishedAt: latest.finishedAt === null ? null : at(latest.finishedAt) };
  const from = startableAt(row, at('12:00'));
  expect(from).toEqual(expected === null ? null : at(expected));
});

test('a tally adds up what it is told and keeps the rest', () => {
  const once = addToTally(null, { added: 2, tagsRemoved: 1 });
  expect(once).toEqual({ ...emptyTally, added: 2, tagsRemoved: 1 });
  expect(addToTally(once, { added: 3 })).toEqual({ ...emptyTally, added: 5, tagsRemoved: 1 });
});
