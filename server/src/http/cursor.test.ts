import { expect, test } from 'vitest';
import { AppError } from './app-error.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const encode = (text: string) => Buffer.from(text).toString('base64url');

test.each([[[0, 1]], [[1_795_000_000_000, 999_999_999_999_999]], [[-1, 5]]] as [[number, number]][])(
  '%j comes back',
  (position) => {
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  },
);

test('the first page has no cursor', () => {
  expect(decodeCursor(undefined)).toBeNull();
});

test.each([
  '',
  'x',
  encode('1'),
  encode('1.'),
  encode('.1'),
  encode('1.2.3'),
  encode('1.-2'),
  encode('1e3.2'),
  encode('NaN.1'),
  encode("1.1' OR 1=1"),
  // Beyond the years a database can compare.
  encode('99999999999999.1'),
  encode('1.9999999999999999'),
  encode(' 1.1'),
  encode('1.1\n'),
])('%j is refused', (cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(AppError);
});
