import { describe, expect, test } from 'vitest';
import { inMoveOrder } from '../src/db/move-plan.ts';
import type { Table } from '../src/db/table.ts';
import { tables } from '../src/tables.ts';

/** Every table of companies says how its rows go to another installation; one that forgets an id would lose history. */

const ofCompanies = tables.filter((table) => 'corpId' in table.columns);
const moving = ofCompanies.filter((table) => table.moves !== 'stays');

/** Columns that hold numbers of rows or ids of the platform, by what they are called. */
const namesSomething = /Ids?$|^(created|requested|updated)By$/;

/** Ids that mean the same for every app, or that belong to the app that made them. */
const ownNames: Readonly<Record<string, readonly string[]>> = {
  app_message: ['subjectId', 'taskId'],
  tag_group: ['strategyId'],
  contact_way: ['configId', 'departmentIds'],
  join_way: ['configId'],
  group_welcome: ['templateId'],
  media_file: ['mediaId'],
  member: ['departmentIds', 'leadsDepartmentIds'],
  follow_relation: ['seenRunId'],
  group_chat: ['seenRunId'],
  // Translated by `change`, because another column says what they name.
  welcome_message: ['targetId'],
};

test.each(ofCompanies.map((table) => [table.name, table] as const))(
  '%s says how its rows move',
  (_name, table) => {
    expect(table.moves).toBeDefined();
  },
);

test.each(moving.map((table) => [table.name, table] as const))(
  '%s translates every column that names something',
  (name, table) => {
    expect(forgottenIn(table)).toEqual(ownNames[name]?.toSorted() ?? []);
  },
);

test('rows come behind those they name', () => {
  const names = inMoveOrder(tables).map((table) => table.name);
  expect(names.toSorted()).toEqual(moving.map((table) => table.name).toSorted());
  for (const table of moving) {
    const { moves } = table;
    const named = moves === undefined || moves === 'stays' ? [] : Object.values(moves.rows ?? {});
    for (const parent of named) {
      expect(names.indexOf(String(parent)), `${table.name} names ${parent}`).toBeLessThan(
        names.indexOf(table.name),
      );
    }
  }
});

describe('the check itself', () => {
  test('notices a forgotten column', () => {
    const [table] = moving.filter(({ name }) => name === 'follow_up');
    const forgetful = { ...table, moves: { rows: { customerId: 'customer' } } } as unknown as Table;
    expect(forgottenIn(forgetful)).toEqual(['memberId']);
  });
});

function forgottenIn({ columns, moves }: Table): string[] {
  const plan = moves === undefined || moves === 'stays' ? {} : moves;
  const told = new Set([...Object.keys(plan.rows ?? {}), ...Object.keys(plan.ids ?? {})]);
  return Object.keys(columns)
    .filter((property) => property !== 'id' && property !== 'corpId')
    .filter((property) => namesSomething.test(property) && !told.has(property))
    .toSorted();
}
