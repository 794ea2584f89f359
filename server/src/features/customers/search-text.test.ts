import { expect, test } from 'vitest';
import { searchTermOf, searchTextOf } from './search-text.ts';

test.each([
  ['汉字', '欧阳'],
  ['full pinyin', 'ouyangnana'],
  ['a part of the pinyin', 'nana'],
  ['initials', 'oynn'],
  ['capitals', 'OuYang'],
  ['pinyin with spaces', 'ou yang na na'],
  ['the company', '恒远机床'],
  ['initials of the company', 'hyjc'],
  ['a latin name', 'acme'],
  ['digits', '2026'],
])('欧阳娜娜 of 恒远机床 (ACME 2026) is found by %s', (_name, typed) => {
  expect(searchTextOf(['欧阳娜娜', '恒远机床', 'ACME 2026'])).toContain(searchTermOf(typed));
});

test.each(['张三', 'zhangsan', 'on'])('and not by %s', (typed) => {
  expect(searchTextOf(['欧阳娜娜'])).not.toContain(searchTermOf(typed));
});

test('empty and repeated names leave no trace', () => {
  expect(searchTextOf([null, '', '欧阳', '欧阳'])).toBe(searchTextOf(['欧阳']));
  expect(searchTextOf([null, ''])).toBe('');
});

test('names of any length fit the column', () => {
  expect(searchTextOf(['很长的名字'.repeat(100), '👩‍🔧'.repeat(100)]).length).toBeLessThanOrEqual(500);
});
