import { describe, expect, test } from 'vitest';
import { isOrdinaryBrowser, readSignIn, signInLifeMs, writeList, writeSignIn } from './sign-in-rules.ts';

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36';

describe('an ordinary browser', () => {
  test.each([
    ['Chrome', chrome, true],
    ['Safari', 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', true],
    ['WeCom on Windows', `${chrome} wxwork/4.1.36 (MicroMessenger/6.2) WindowsWechat`, false],
    ['WeCom on a Mac', 'Mozilla/5.0 AppleWebKit/603 (KHTML, like Gecko) wxwork/2.2.0 WeChat/2.0.4', false],
    ['WeCom in other letters', `${chrome} WXWork/4.1.36`, false],
    ['WeChat', 'Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile/15E148 MicroMessenger/8.0.50', false],
    ['a program', 'curl/8.5.0', false],
    ['nobody', '', false],
  ])('%s', (_name, userAgent, is) => {
    expect(isOrdinaryBrowser(userAgent, false)).toBe(is);
  });

  test('is not the simulated client, whose pages are frames', () => {
    expect(isOrdinaryBrowser(chrome, true)).toBe(false);
  });
});

describe('a sign-in that was begun', () => {
  const begunAt = new Date('2026-03-02T01:00:00Z');
  const after = (ms: number) => new Date(begunAt.getTime() + ms);

  test('is good for five minutes', () => {
    const cookie = writeSignIn('abc', '/admin?a=张', begunAt);
    expect(readSignIn(cookie, after(signInLifeMs - 1))).toEqual({
      ...{ state: 'abc', returnTo: '/admin?a=张', isLate: false },
    });
    expect(readSignIn(cookie, after(signInLifeMs)).isLate).toBe(true);
  });

  test.each([
    ['without a time', writeList(['abc', '/'])],
    ['with a time that is none', writeList(['abc', '/', 'soon'])],
    ['that is no list', Buffer.from('{}').toString('base64url')],
    ['that is nothing', undefined],
  ])('%s is late', (_name, cookie) => {
    expect(readSignIn(cookie, begunAt).isLate).toBe(true);
  });
});
