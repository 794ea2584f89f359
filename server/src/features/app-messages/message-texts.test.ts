import { Locale } from '@guanxi/shared/locale';
import { describe, expect, test } from 'vitest';
import { messageTexts } from './message-texts.ts';

const length = (text: string) => [...text].length;
const giver = '上海浦东新区某某精密机械制造有限公司-欧阳娜娜';

describe.each(Locale.options)('what is said in %s', (locale) => {
  const texts = messageTexts[locale];

  test.each([
    ['one customer', { customers: 1, chats: 0 }],
    ['groups alone', { customers: 0, chats: 12 }],
    ['very much', { customers: 12_345, chats: 1234 }],
  ])('of a handover of %s fits the card', (_name, counts) => {
    for (const name of [giver, null]) {
      for (const canRefuse of [true, false]) {
        const told = { giver: name, canRefuse, ...counts };
        expect(length(texts.takeover.title(told))).toBeLessThanOrEqual(36);
        expect(length(texts.takeover.subtitle(told))).toBeLessThanOrEqual(160);
      }
    }
  });

  test('on buttons fits them', () => {
    const { seen, later, wasSeen, isLater } = texts.takeover;
    expect([seen, later, wasSeen, isLater].filter((word) => length(word) > 10)).toEqual([]);
    expect(length(texts.see)).toBeLessThanOrEqual(4);
    expect(length(texts.source)).toBeLessThanOrEqual(20);
  });
});

test('an English text has no Chinese in it, and a Chinese one does', () => {
  const everything = (locale: Locale) => {
    const { syncFailed, syncAsks, formerAppFound, takeover, source, see } = messageTexts[locale];
    const told = { giver: 'Li', customers: 2, chats: 1, canRefuse: true };
    return [
      ...[syncFailed('-1'), syncAsks({ wouldLose: 60, of: 60 }), formerAppFound('Acme')],
      ...[takeover.title(told), takeover.subtitle(told), takeover.seen, takeover.later, source, see],
    ].map((text) => JSON.stringify(text));
  };
  expect(everything('en').filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
  expect(everything('zh-CN').filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
});

test.each([
  ['zh-CN', 'Asia/Shanghai', '2026年11月22日 06:30'],
  ['en', 'Asia/Shanghai', '22 November 2026 at 06:30'],
  ['en', 'Europe/Berlin', '21 November 2026 at 23:30'],
] as const)('the time in %s is of the clock in %s', (locale, timeZone, expected) => {
  expect(messageTexts[locale].at(new Date('2026-11-21T22:30:00Z'), timeZone)).toBe(expected);
});
