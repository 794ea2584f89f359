import { describe, expect, test } from 'vitest';
import { queryWords } from './query-rules.ts';
import { compareTerms, matchWord, termOf, termsOf } from './terms.ts';

const nobody = { name: '', remark: '', company: null, mobiles: [] };
const customer = {
  name: '欧阳娜娜',
  remark: '张总-恒远 13912345678',
  company: '北京恒远机床有限公司（ACME 2026）',
  mobiles: ['+86 138-0013-8000'],
};
const terms = [...termsOf(customer, (tail) => [`#${tail}`])];

/** As the database looks: the term of each word must begin one that is there, and the row must agree. */
function isFound(texts: typeof customer | typeof nobody, typed: string): boolean {
  const indexed = [...termsOf(texts, (tail) => [`#${tail}`])];
  return queryWords(typed).every((word) => {
    const tails = word.isTail ? [`#${word.text.slice(-8)}`, `#${word.text.slice(-4)}`] : [];
    const isIndexed = indexed.some((term) => term.startsWith(termOf(word.text)) || tails.includes(term));
    return isIndexed && matchWord(texts, word) !== null;
  });
}

describe('欧阳娜娜, 张总-恒远 13912345678, of 北京恒远机床有限公司（ACME 2026）', () => {
  test.each([
    ['the name', '欧阳娜娜'],
    ['one character', '欧'],
    ['the end of the name', '娜娜'],
    ['the middle of the name', '阳娜'],
    ['full pinyin', 'ouyangnana'],
    ['pinyin that is not typed to its end', 'ouyangn'],
    ['pinyin from the second character on', 'yangnana'],
    ['the pinyin of the given name', 'nana'],
    ['initials', 'oynn'],
    ['the first initials', 'oy'],
    ['initials of the given name', 'nn'],
    ['capitals', 'OuYang'],
    ['full-width letters', 'ＯＹＮＮ'],
    ['the remark', '张总'],
    ['what stands behind a dash in the remark', '恒远'],
    ['its pinyin', 'hengyuan'],
    ['its initials', 'hy'],
    ['the company from its middle on', '机床有限'],
    ['the company from its beginning on, in pinyin', 'beijinghengyuanjichuang'],
    ['the company from its beginning on, in initials', 'bjhyjc'],
    ['latin letters of the company', 'acme'],
    ['digits of the company', '2026'],
    ['full-width digits', '２０２６'],
    ['two words of different fields', '欧阳 北京'],
    ['three, in any order and spelling', 'bjhyjc oynn 张总'],
    ['the last four digits of a phone', '8000'],
    ['more of its last digits', '138000'],
    ['the whole phone', '13800138000'],
    ['the phone as people write it', '138 0013 8000'],
    ['the phone with its country', '+86 138-0013-8000'],
    ['the tail of a phone within the remark', '5678'],
    ['a name and the tail of a phone', '欧阳 8000'],
    ['a name among signs', '「欧阳」'],
    ['a name with an emoji', '🌸欧阳'],
  ])('is found by %s', (_name, typed) => {
    expect(isFound(customer, typed)).toBe(true);
  });

  test.each([
    ['another name', '张三'],
    ['the last character alone', '司'],
    ['letters from the middle of a syllable', 'uyang'],
    ['initials with a gap', 'onn'],
    ['pinyin from the middle of a word that is no name', 'yuan'],
    ['the head of a phone', '1380013'],
    ['three digits', '800'],
    ['another tail that shares its last four digits', '98000'],
    ['the head of a phone within the remark', '1391'],
    ['one word that is there and one that is not', '欧阳 上海'],
    ['nothing but a sign', '%'],
    ['wildcards of a database', '_%'],
  ])('is not found by %s', (_name, typed) => {
    expect(isFound(customer, typed)).toBe(false);
  });

  test('no term holds digits of a phone', () => {
    const plain = terms.filter((term) => !term.startsWith('#'));
    expect(plain.filter((term) => /\d/.test(term))).toEqual(['2026']);
    expect(terms.filter((term) => term.startsWith('#')).toSorted()).toEqual([
      '#00138000',
      '#12345678',
      '#5678',
      '#8000',
    ]);
  });
});

describe('names of all kinds', () => {
  test.each([
    ['a family name of two readings, as it is read in a name', '单雄信', 'dxx', true],
    ['a word whose reading its neighbour decides', '重庆', 'chongqing', true],
    ['its other reading', '重庆', 'zhongqing', false],
    ['ü, typed as v', '吕布', 'lvbu', true],
    ['a rare character', '𠀀国', '𠀀', true],
    ['a name written with a space', '张　三', '张三', true],
    ['its pinyin', '张 三', 'zhangsan', true],
    ['a latin name', 'Anna Smith', 'smith', true],
    ['a latin name in two words', 'Anna Smith', 'smi ann', true],
    ['the middle of a latin name', 'Anna Smith', 'mith', false],
    ['an accent left out', 'José Müller', 'jose muller', true],
    ['an accent typed', 'Jose', 'josé', true],
    ['letters behind characters', '张三VIP', 'vip', true],
    ['pinyin and letters in one', '张三VIP', 'zhangsanvip', true],
    ['digits behind letters', 'iPhone15', '15', true],
    ['hangul', '김민수', '민수', true],
    ['a name of emoji alone', '🌸🌸', '🌸', true],
    ['another emoji', '🌸🌸', '🌻', false],
    ['a name of one character', '哦', '哦', true],
    ['its pinyin of one letter', '哦', 'o', true],
    ['an emoji with a joiner beside a name', '👩‍🔧小美', 'xm', true],
    ['capitals of another alphabet', 'ИВАН', 'иван', true],
    ['a date', '2026-11-22 展会', '2026', true],
    ['a phone in groups, by its head', '138-0013-8000', '0013', false],
    ['a phone in groups, by its tail', '138-0013-8000', '8000', true],
    ['a room number behind a phone', '13800138000 2楼', '8000', true],
  ])('%s: %j by %j is %j', (_name, name, typed, expected) => {
    expect(isFound({ ...nobody, name }, typed)).toBe(expected);
  });

  test('of a name of any length the index holds a bounded part, and what is typed beyond a term still counts', () => {
    const name = '上海浦东新区某某精密机械制造有限公司第一分公司李经理';
    expect(isFound({ ...nobody, name }, '上海浦东新区某某精密机械制造有限公司第一')).toBe(true);
    expect(isFound({ ...nobody, name }, '上海浦东新区某某精密机械制造有限公司第二')).toBe(false);
    const long = [...termsOf({ ...nobody, name: name.repeat(10), remark: '👩‍🔧'.repeat(99) }, () => [])];
    expect(long.length).toBeLessThan(60);
    expect(Math.max(...long.map((term) => [...term].length))).toBeLessThanOrEqual(16 + 1);
  });

  test('who has no name has no terms', () => {
    expect([...termsOf(nobody, () => ['x'])]).toEqual([]);
  });
});

describe('what was found', () => {
  const marked = (typed: string, texts: Partial<typeof customer>) => {
    const full = { ...nobody, ...texts };
    return queryWords(typed).flatMap((word) =>
      (matchWord(full, word)?.fields ?? []).flatMap(({ field, ranges }) =>
        field === 'mobile'
          ? ['mobile']
          : ranges.map(({ start, end }) => (full[field] ?? '').slice(start, end)),
      ),
    );
  };

  test.each([
    ['characters', '张三', { name: '张三丰' }, ['张三']],
    ['each place', '三', { name: '张三丰', remark: '三哥' }, ['三', '三']],
    ['the characters whose initials they are', 'sf', { name: '张三丰' }, ['三丰']],
    ['the characters of a pinyin', 'zhangs', { name: '张三丰' }, ['张三']],
    ['the characters of a pinyin cut within the first', 'zha', { name: '张三丰' }, ['张']],
    ['a part of a latin word', 'smi', { name: 'Anna Smith' }, ['Smi']],
    ['a whole letter with its accent', 'jose', { name: 'José!' }, ['José']],
    ['characters apart', '张三', { name: '张 三丰' }, ['张 三']],
    ['full-width letters', 'ac', { name: 'ＡＣＭＥ' }, ['ＡＣ']],
    ['behind an emoji', '小美', { name: '👩‍🔧小美' }, ['小美']],
    ['a number within a text', '8000', { remark: '电话13800138000' }, ['13800138000']],
    ['a phone, of which nothing is shown', '8000', { mobiles: ['13800138000'] }, ['mobile']],
  ])('is %s', (_name, typed, texts, expected) => {
    expect(marked(typed, texts)).toEqual(expected);
  });
});

test('the order of terms is the order of bytes', () => {
  const sorted = ['!🌸', '#a', '0', 'a', 'z', '张', '張', '𠀀'];
  expect(sorted.toReversed().toSorted(compareTerms)).toEqual(sorted);
  // By UTF-16 a rare character would come before this one.
  expect(compareTerms('\uff21', '𠀀')).toBeLessThan(0);
});

describe('what was typed', () => {
  test.each([
    ['  张三   北京 ', ['张三', '北京']],
    ['张三，北京', ['张三', '北京']],
    ['张三 张三', ['张三']],
    ['Anna-Marie', ['anna', 'marie']],
    ['张三13800138000', ['张三', '13800138000']],
    ['(021) 6888-9999', ['02168889999']],
    ['123 456', ['123', '456']],
    ['🌸 张三', ['张三']],
    ['%_!', ['!%_!']],
    ['　', []],
  ])('%j is the words %j', (typed, expected) => {
    expect(queryWords(typed).map(({ text }) => text)).toEqual(expected);
  });
});
