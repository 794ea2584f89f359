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

const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();

describe('messages', () => {
  it('has the same keys in both languages', () => {
    expect([...leaves(en).keys()]).toEqual([...leaves(zhCn).keys()]);
  });

  it('asks for the same values in both languages', () => {
    const english = leaves(en);
    for (const [key, text] of leaves(zhCn))
      expect([key, places(english.get(key) ?? '')]).toEqual([key, places(text)]);
  });

  it('leaves no text empty and no Chinese in the English file', () => {
    for (const [key, text] of leaves(en)) {
      expect([key, text.trim().length > 0]).toEqual([key, true]);
      expect([key, /\p{Script=Han}/u.test(text)]).toEqual([key, false]);
    }
    for (const [key, text] of leaves(zhCn)) expect([key, text.trim().length > 0]).toEqual([key, true]);
  });

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
