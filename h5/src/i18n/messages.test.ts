import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { createMessages, fill, pickLocale } from './index.ts';
import { zhCn } from './zh-cn.ts';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, at = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = at ? `${at}.${key}` : key;
    if (typeof value === 'string') found.set(path, value);
    else for (const [inner, text] of leaves(value, path)) found.set(inner, text);
  }
  return found;
}

/** Every pair of languages: the first view's, and those that come with a page. */
const sections = import.meta.glob<Record<string, Record<'zh-CN' | 'en', Tree>>>('./sections/*.ts', {
  eager: true,
});
const pairs: [string, Tree, Tree][] = [
  ['the first view', zhCn, en],
  ...Object.entries(sections).flatMap(([file, exports]) =>
    Object.values(exports).map((messages): [string, Tree, Tree] => [file, messages['zh-CN'], messages.en]),
  ),
];

const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();

describe.each(pairs)('the messages of %s', (_name, chinese, english) => {
  it('have the same keys in both languages', () => {
    expect([...leaves(english).keys()]).toEqual([...leaves(chinese).keys()]);
  });

  it('ask for the same values in both languages', () => {
    const texts = leaves(english);
    for (const [key, text] of leaves(chinese))
      expect([key, places(texts.get(key) ?? '')]).toEqual([key, places(text)]);
  });

  it('leave no text empty and no Chinese in English', () => {
    for (const [key, text] of leaves(english)) {
      expect([key, text.trim().length > 0]).toEqual([key, true]);
      expect([key, /\p{Script=Han}/u.test(text)]).toEqual([key, false]);
    }
    for (const [key, text] of leaves(chinese)) expect([key, text.trim().length > 0]).toEqual([key, true]);
  });
});

describe('messages', () => {
  it('fills values and chooses the plural', async () => {
    expect(fill('{n} day|{n} days', () => 1)).toBe('1 day');
    expect(fill('{n} day|{n} days', () => 2)).toBe('2 days');
    const { global } = await createMessages('en');
    expect(global.t('time.daysAgo', { n: 3 })).toBe('3 days ago');
    expect(global.t('app.retry')).toBe('Retry');
  });

  it.each([
    [null, ['zh-CN'], 'zh-CN'],
    [null, ['zh-TW'], 'zh-CN'],
    [null, ['en-GB', 'zh'], 'en'],
    [null, [], 'zh-CN'],
    ['en', ['zh-CN'], 'en'],
    ['zh', ['en'], 'zh-CN'],
  ])('speaks as asked: %s %s', (asked, languages, locale) => {
    expect(pickLocale(asked, languages)).toBe(locale);
  });
});
