import { describe, expect, test } from 'vitest';
import { lastDigits, maskMobile } from './mobiles.ts';

describe('a phone number', () => {
  test.each([
    ['13812345678', '138****5678', '5678'],
    ['+86 138-1234-5678', '861****5678', '5678'],
    ['010-6655443', '010****5443', '5443'],
    ['6655443', '****5443', '5443'],
    ['10086', '****86', '86'],
    ['12', '****', ''],
    ['', '****', ''],
  ])('%s is shown as %s and remembered by %s', (number, masked, tail) => {
    expect([maskMobile(number), lastDigits(number)]).toEqual([masked, tail]);
  });
});
