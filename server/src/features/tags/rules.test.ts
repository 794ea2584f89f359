import { describe, expect, test } from 'vitest';
import { isInStrategy, mergeTags, neededChanges, tallyTags } from './rules.ts';

const vip = { tagId: 'et1', name: 'VIP', groupName: '级别', kind: 'corp' as const };
const warm = { tagId: 'et2', name: '意向高', groupName: '意向', kind: 'strategy' as const };
const change = { wanted: 'add', state: 'pending', errcode: null, failure: null, attempts: 0 };

describe('what a member sees', () => {
  test('a tag the platform has is synced', () => {
    expect(mergeTags([vip], [], [])).toEqual([{ ...vip, state: 'synced', change: null, failure: null }]);
  });

  test.each([
    ['added and on its way', [], { ...vip, ...change }, 'pending', 'add'],
    ['removed and on its way', [vip], { ...vip, ...change, wanted: 'remove' }, 'pending', 'remove'],
    ['refused by the platform', [], { ...vip, ...change, state: 'failed' }, 'failed', 'add'],
  ])('a tag %s appears once', (_name, known, changed, state, wanted) => {
    expect(mergeTags(known, [changed], [])).toMatchObject([{ tagId: 'et1', state, change: wanted }]);
  });

  test('a failure tells the code, the reason and the tries', () => {
    const failed = {
      ...warm,
      ...change,
      state: 'failed',
      errcode: 81011,
      failure: 'no privilege',
      attempts: 2,
    };
    expect(mergeTags([], [failed], [])[0]?.failure).toEqual({
      errcode: 81011,
      message: 'no privilege',
      attempts: 2,
    });
  });

  test('a pending change hides the reason of an earlier failure', () => {
    expect(mergeTags([], [{ ...vip, ...change, errcode: 81011, failure: 'old' }], [])[0]?.failure).toBeNull();
  });

  test('personal tags come last, without an id', () => {
    const tags = mergeTags([vip], [{ ...warm, ...change }], [{ name: '老乡', groupName: '' }]);
    expect(tags.map((tag) => [tag.tagId, tag.kind])).toEqual([
      ['et1', 'corp'],
      ['et2', 'strategy'],
      [null, 'personal'],
    ]);
  });
});

describe('what a request changes', () => {
  const none = new Set<string>();
  test.each([
    ['adding a new tag', { add: ['a'], remove: [] }, none, none, { a: 'add' }, []],
    ['adding what is there', { add: ['a'], remove: [] }, new Set(['a']), none, {}, ['a']],
    ['removing what is there', { add: [], remove: ['a'] }, new Set(['a']), none, { a: 'remove' }, []],
    ['removing what is not there', { add: [], remove: ['a'] }, none, none, {}, ['a']],
    ['both at once ends removed', { add: ['a'], remove: ['a'] }, new Set(['a']), none, { a: 'remove' }, []],
    [
      'taking back an addition that may be under way',
      { add: [], remove: ['a'] },
      none,
      new Set(['a']),
      { a: 'remove' },
      [],
    ],
    [
      'taking back a removal that may be under way',
      { add: ['a'], remove: [] },
      new Set(['a']),
      new Set(['a']),
      { a: 'add' },
      [],
    ],
    ['naming a tag twice', { add: ['a', 'a'], remove: [] }, none, none, { a: 'add' }, []],
  ])('%s', (_name, request, known, underWay, wanted, settled) => {
    const needed = neededChanges(request, known, underWay);
    expect(Object.fromEntries(needed.wanted)).toEqual(wanted);
    expect(needed.settled).toEqual(settled);
  });
});

describe('what a reading of the corp tags showed to be different', () => {
  const group = (tagId: string, parts = {}) => ({ tagId, groupId: 'g1', name: tagId, ...parts });
  const nothing = { added: 0, changed: 0, removed: 0 };

  test.each([
    ['nothing', [group('a')], [group('a')], nothing],
    ['a new one', [], [group('a')], { ...nothing, added: 1 }],
    ['one that is gone', [group('a')], [], { ...nothing, removed: 1 }],
    ['another name', [group('a')], [group('a', { name: 'A' })], { ...nothing, changed: 1 }],
    ['another group', [group('a')], [group('a', { groupId: 'g2' })], { ...nothing, changed: 1 }],
  ])('%s', (_name, before, after, expected) => {
    expect(tallyTags(before, after)).toEqual(expected);
  });
});

describe('a strategy group', () => {
  const place = { userId: 'ZhangSan', departmentIds: new Set([1, 5]) };
  test.each([
    ['names the member', ['ZhangSan'], [], true],
    ['names a department of theirs, or above', [], [5], true],
    ['names others', ['LiSi', 'zhangsan'], [2], false],
    ['names nobody', [], [], false],
  ])('%s', (_name, userIds, departmentIds, expected) => {
    expect(isInStrategy({ userIds, departmentIds }, place)).toBe(expected);
  });
});
