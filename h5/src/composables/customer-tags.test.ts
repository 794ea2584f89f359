import type { CustomerTag, TagGroup } from '@guanxi/shared/tags';
import { describe, expect, it } from 'vitest';
import {
  countFitting,
  filterGroups,
  type LocalChange,
  mergeTags,
  orderTags,
  wishFor,
} from './customer-tags.ts';

const tag = (tagId: string | null, parts: Partial<CustomerTag> = {}): CustomerTag => ({
  tagId,
  name: `name-${tagId}`,
  groupName: '组',
  kind: 'corp',
  state: 'synced',
  change: null,
  failure: null,
  ...parts,
});
const groups: TagGroup[] = [
  {
    groupId: 'g1',
    kind: 'corp',
    name: '区域',
    tags: [
      { tagId: 'a', name: '华东' },
      { tagId: 'b', name: '华南' },
    ],
  },
  { groupId: 'g2', kind: 'strategy', name: '行业', tags: [{ tagId: 'c', name: 'CNC 模具' }] },
];
const sending = (wish: LocalChange['wish']): LocalChange => ({ wish, causeKey: null });
const refused = (wish: LocalChange['wish']): LocalChange => ({ wish, causeKey: 'problem.cause.offline' });

describe('the tag row', () => {
  it('puts failed before pending before the rest, and keeps each in its order', () => {
    const tags = [
      tag('1'),
      tag('2', { state: 'pending' }),
      tag('3'),
      tag('4', { state: 'failed' }),
      tag('5', { state: 'pending' }),
    ];
    expect(orderTags(tags).map((one) => one.tagId)).toEqual(['4', '2', '5', '1', '3']);
  });

  it.each([
    [[50, 50, 50], 162, 3],
    [[50, 50, 50], 161, 2],
    [[50, 50, 50], 50, 1],
    [[200, 50], 100, 1],
    [[], 100, 0],
  ])('of %j in %i px shows %i whole', (widths, available, count) => {
    expect(countFitting(widths, available, 6)).toBe(count);
  });
});

describe('tags as the reader wants them', () => {
  it('show what is being added and removed, and what was refused', () => {
    const changes = new Map([
      ['a', sending('add')],
      ['b', sending('remove')],
      ['c', refused('add')],
    ]);
    const merged = mergeTags([tag('b'), tag(null, { kind: 'personal' })], changes, groups);
    expect(merged.map(({ tagId, state, change }) => [tagId, state, change])).toEqual([
      ['b', 'pending', 'remove'],
      [null, 'synced', null],
      ['a', 'pending', 'add'],
      ['c', 'failed', 'add'],
    ]);
    expect(merged[2]).toMatchObject({ name: '华东', groupName: '区域' });
  });

  it('ignore the removal of a tag that is not there', () => {
    expect(mergeTags([], new Map([['a', sending('remove')]]), groups)).toEqual([]);
  });

  it('turn a tap into its opposite', () => {
    expect(wishFor(undefined)).toBe('add');
    expect(wishFor(tag('a'))).toBe('remove');
    expect(wishFor(tag('a', { state: 'pending', change: 'remove' }))).toBe('add');
    expect(wishFor(tag('a', { state: 'pending', change: 'add' }))).toBe('remove');
  });
});

describe('search in the library', () => {
  it.each([
    ['', ['华东', '华南', 'CNC 模具']],
    ['华', ['华东', '华南']],
    ['cnc', ['CNC 模具']],
    ['区域', ['华东', '华南']],
    ['无', []],
  ])('%j finds %j', (text, names) => {
    expect(filterGroups(groups, text).flatMap((group) => group.tags.map((one) => one.name))).toEqual(names);
  });
});
