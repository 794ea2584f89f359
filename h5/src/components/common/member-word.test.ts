import { describe, expect, it } from 'vitest';
import { memberWord, partsOf, plainText } from './member-word.ts';

const hidden = memberWord({ name: '', userId: 'woAJ2_x' });

describe('a member inside a text', () => {
  it('is a name where we may read it, and nothing where nobody is known', () => {
    expect(memberWord({ name: '张三', userId: 'zhangsan' })).toBe('张三');
    expect(memberWord({ name: '', userId: '' })).toBe('');
  });

  it.each([
    ['no name', [{ text: 'no name', userId: null }]],
    [hidden, [{ text: null, userId: 'woAJ2_x' }]],
    [
      `由${hidden}和${hidden}跟进`,
      [
        { text: '由', userId: null },
        { text: null, userId: 'woAJ2_x' },
        { text: '和', userId: null },
        { text: null, userId: 'woAJ2_x' },
        { text: '跟进', userId: null },
      ],
    ],
  ])('is found again: %j', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  it('is a colleague in a tooltip', () => {
    expect(plainText(`${hidden}发起`, '同事')).toBe('同事发起');
  });
});
