import { describe, expect, it } from 'vitest';
import { markedParts } from './marked-parts.ts';

const drawn = (text: string, ...ranges: [number, number][]) =>
  markedParts(
    text,
    ranges.map(([start, end]) => ({ start, end })),
  )
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('');

describe('a text with marks', () => {
  it.each([
    ['without any', '张三丰', [], '张三丰'],
    ['at its beginning', '张三丰', [[0, 2]], '[张三]丰'],
    [
      'in its middle and at its end',
      '老张和小张',
      [
        [1, 2],
        [4, 5],
      ],
      '老[张]和小[张]',
    ],
    ['as a whole', '张', [[0, 1]], '[张]'],
    ['behind a name', 'Alexandra Constantino-欧阳', [[22, 24]], 'Alexandra Constantino-[欧阳]'],
    [
      'so far behind that it would be cut off',
      '上海浦东新区某某精密机械制造有限公司',
      [[14, 16]],
      '…机械制造[有限]公司',
    ],
    ['far behind, between whole characters', '上海浦东新区某某精密机😀😀😀x', [[17, 18]], '…😀😀[x]'],
    ['behind an emoji', '👩‍🔧小美', [[5, 7]], '👩‍🔧[小美]'],
  ] as [string, string, [number, number][], string][])('%s', (_name, text, ranges, expected) => {
    expect(drawn(text, ...ranges)).toBe(expected);
  });
});
