import { describe, expect, test } from 'vitest';
import { confirmAt, isChatOvertaken, ownershipAfter, settleStatus, type ToldChange } from './chat-rules.ts';

const at = (second: number) => new Date(1_763_600_000_000 + second * 1000);
const told = (
  kind: ToldChange['kind'],
  second: number,
  versions: [string, string] | [] = [],
): ToldChange => ({
  ...{ kind, at: at(second), lastVersion: versions[0] ?? null, version: versions[1] ?? null },
});
const open = { status: 'open', statusAt: at(0) } as const;

describe('where a chat stands', () => {
  test.each([
    ['shown for the first time', null, [], 'there', 'open', 100],
    ['never seen and not there', null, [], 'gone', null, 0],
    ['never seen and told dismissed', null, [told('dismissed', 90)], 'gone', null, 0],
    ['still there', open, [], 'there', 'open', 0],
    ['not there any more, without a callback', open, [], 'gone', 'lost', 100],
    ['dismissed', open, [told('dismissed', 90)], 'gone', 'dismissed', 90],
    ['dismissed and still shown', open, [told('dismissed', 90)], 'there', 'dismissed', 90],
    ['dismissed, by the platform’s own code', open, [], 'dismissed', 'dismissed', 100],
    ['out of sight', open, [], 'hidden', 'hidden', 100],
    ['in sight again', { status: 'hidden', statusAt: at(1) }, [], 'there', 'open', 100],
    ['found again', { status: 'lost', statusAt: at(1) }, [], 'there', 'open', 100],
    [
      'lost, and then the callback',
      { status: 'lost', statusAt: at(1) },
      [told('dismissed', 90)],
      'gone',
      'dismissed',
      90,
    ],
    ['dismissed for good', { status: 'dismissed', statusAt: at(1) }, [], 'there', 'dismissed', 1],
    [
      'created told after dismissed',
      { status: 'dismissed', statusAt: at(1) },
      [told('created', 0)],
      'gone',
      'dismissed',
      1,
    ],
  ] as const)('%s', (_name, known, changes, kind, status, since) => {
    const standing = settleStatus(known, changes, { kind, readAt: at(100) });
    expect(standing).toEqual(status === null ? null : { status, statusAt: at(since) });
  });
});

describe('a reading that is older than the callbacks', () => {
  const fields = { name: '群', ownerUserId: 'A', notice: null };
  const known = { readAt: at(0), fields };
  const shows = (version: string, changed: Partial<typeof fields> = {}) => ({
    ...{ version, fields: { ...fields, ...changed } },
  });
  test.each([
    ['shows the version before', [told('members', 90, ['v1', 'v2'])], shows('v1'), known, true],
    ['shows the version after', [told('members', 90, ['v1', 'v2'])], shows('v2'), known, false],
    [
      'shows the middle of a burst',
      [told('members', 90, ['v1', 'v2']), told('members', 91, ['v2', 'v3'])],
      shows('v2'),
      known,
      true,
    ],
    ['shows a later version', [told('members', 90, ['v1', 'v2'])], shows('v9'), known, false],
    ['shows the old name', [told('name', 90)], shows('v1'), known, true],
    ['shows the new name', [told('name', 90)], shows('v1', { name: '新' }), known, false],
    ['shows the old owner', [told('owner', 90)], shows('v1'), known, true],
    ['shows the old notice', [told('notice', 90)], shows('v1'), known, true],
    ['shows a name read since', [told('name', 90)], shows('v1'), { ...known, readAt: at(95) }, false],
    ['does not show the new chat', [told('created', 90)], null, null, true],
    ['does not show a chat that is known', [told('members', 90, ['v1', 'v2'])], null, known, false],
    ['does not show a dismissed chat', [told('created', 89), told('dismissed', 90)], null, null, false],
    [
      'shows the version before, but long after',
      [told('members', 30, ['v1', 'v2'])],
      shows('v1'),
      known,
      false,
    ],
    ['does not show what was created long ago', [told('created', 30)], null, null, false],
  ] as const)('%s', (_name, changes, shown, before, isOvertaken) => {
    expect(isChatOvertaken(changes, { readAt: at(100), shown }, before)).toBe(isOvertaken);
  });
});

test.each([
  ['normal', true, 'normal'],
  ['orphaned', false, 'orphaned'],
  ['orphaned', true, 'inherited'],
  ['inheriting', true, 'inherited'],
] as const)('ownership %s with a new owner (%s) is %s', (known, hasNewOwner, expected) => {
  expect(ownershipAfter(known, hasNewOwner)).toBe(expected);
});

test.each([
  ['a name, a moment ago', [told('name', 90)], 150],
  ['the last of two names', [told('name', 80), told('name', 90)], 150],
  ['members with versions', [told('members', 90, ['v1', 'v2'])], null],
  ['members without a version', [told('members', 90)], 150],
  ['a name long ago', [told('name', 30)], null],
  ['a new chat', [told('created', 90)], null],
] as const)('after %s the chat is read again at %s', (_name, changes, second) => {
  expect(confirmAt(changes, at(100))).toEqual(second === null ? null : at(second));
});
