import { describe, expect, test } from 'vitest';
import { askedBy, inMoveOrder, type MovePlan, renumberKeys, translateRow } from './move-plan.ts';
import type { Table } from './table.ts';

interface Row {
  memberId: number | null;
  userId: string | null;
  kind: string;
  chatIds: string[];
}

const plan: MovePlan<Row> = {
  rows: { memberId: 'member' },
  ids: { userId: (row) => (row.kind === 'chat' ? 'chat' : 'member'), chatIds: 'chat' },
};
const to = {
  row: (table: string, id: number) => (table === 'member' && id === 1 ? 9 : id),
  id: (kind: string, id: string) => `${kind}:${id}`,
};

describe('a row where it goes', () => {
  test.each<[string, Row, Row]>([
    [
      'numbers and ids are called otherwise',
      { memberId: 1, userId: 'ZhangSan', kind: 'member', chatIds: ['a', 'b'] },
      { memberId: 9, userId: 'member:ZhangSan', kind: 'member', chatIds: ['chat:a', 'chat:b'] },
    ],
    [
      'another column may say what an id names',
      { memberId: 2, userId: 'wr1', kind: 'chat', chatIds: [] },
      { memberId: 2, userId: 'chat:wr1', kind: 'chat', chatIds: [] },
    ],
    [
      'nobody stays nobody',
      { memberId: null, userId: null, kind: 'member', chatIds: [''] },
      { memberId: null, userId: null, kind: 'member', chatIds: [''] },
    ],
  ])('%s', (_name, row, expected) => {
    expect(translateRow(plan, row, to)).toEqual(expected);
  });

  test('everything that is translated is asked for beforehand', () => {
    const asked = askedBy(plan, [
      { memberId: 1, userId: 'ZhangSan', kind: 'member', chatIds: ['a'] },
      { memberId: 2, userId: 'wr1', kind: 'chat', chatIds: ['a', 'b'] },
    ]);
    expect([...(asked.rows.get('member') ?? [])]).toEqual([1, 2]);
    expect([...(asked.ids.get('member') ?? [])]).toEqual(['ZhangSan']);
    expect([...(asked.ids.get('chat') ?? [])].toSorted()).toEqual(['a', 'b', 'wr1']);
  });
});

test('numbers under some keys are called otherwise, however deep', () => {
  const content = {
    text: '5',
    attachments: [{ kind: 'image', fileId: 5 }, { pictureFileId: null }],
    size: 5,
  };
  expect(renumberKeys(content, /fileId$/i, (id) => id + 100)).toEqual({
    ...{ text: '5', attachments: [{ kind: 'image', fileId: 105 }, { pictureFileId: null }], size: 5 },
  });
});

test('tables stand behind those their rows name; those that stay are left out', () => {
  const tables = [
    { name: 'entry', moves: { rows: { relationId: 'relation', entryId: 'entry' } } },
    { name: 'run', moves: 'stays' },
    { name: 'relation', moves: { after: ['customer'] } },
    { name: 'customer', moves: {} },
    { name: 'suite' },
  ] as unknown as Table[];
  expect(inMoveOrder(tables).map(({ name }) => name)).toEqual(['customer', 'relation', 'entry']);
});
