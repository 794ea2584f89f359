import { describe, expect, test } from 'vitest';
import { isSameState, newState, safeReturnPath } from './sign-in.ts';

describe('the way back after signing in', () => {
  test.each(['/', '/sidebar', '/customers?search=%E5%BC%A0', '/a/b#c', '/sidebar?x=//evil.example'])(
    'goes to %s',
    (path) => {
      expect(safeReturnPath(path)).toBe(path);
    },
  );

  test.each([
    undefined,
    '',
    'sidebar',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    '/a\\..\\..\\evil',
    'https://evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\nset-cookie: a=b',
    '/sidebar\r\nx: y',
    '/\u0000/evil.example',
    '/\u007f',
    ' /sidebar',
    '/ /evil.example',
    '/\u2028/evil.example',
    '\u0001//evil.example',
    '@evil.example',
    '.evil.example',
  ])('never to %j', (wanted) => {
    expect(safeReturnPath(wanted)).toBe('/sidebar');
  });

  test('every accepted path stays on the site', () => {
    const pieces = ['/', '\\', '.', ':', '@', '?', '#', 'evil.example', '%2f', '%5c', 'a'];
    for (const a of pieces) {
      for (const b of pieces) {
        for (const c of pieces) {
          const back = safeReturnPath(`/${a}${b}${c}`);
          expect(new URL(back, 'https://own.example').host).toBe('own.example');
        }
      }
    }
  });
});

describe('state', () => {
  test('is new each time', () => {
    const states = Array.from({ length: 50 }, newState);
    expect(new Set(states).size).toBe(50);
    expect(states.every((state) => /^[0-9a-f]{32}$/.test(state))).toBe(true);
  });

  test.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'abcd', false],
    ['abc', undefined, false],
    [undefined, 'abc', false],
    [undefined, undefined, false],
    ['éé', 'abcd', false],
    ['éa', 'abc', false],
    ['ab', 'éa', false],
  ])('%j sent, %j returned: %s', (sent, returned, same) => {
    expect(isSameState(sent, returned)).toBe(same);
  });
});
