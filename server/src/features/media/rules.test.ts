import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import { expect, test } from 'vitest';
import { contentTypeOf, faultOf, isUsable, renewalDue } from './rules.ts';

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d]);
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0]);
const mp4 = new Uint8Array([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69]);
const words = new TextEncoder().encode('<svg>hello</svg>');

test.each([
  [png, 'image/png'],
  [jpeg, 'image/jpeg'],
  [mp4, 'video/mp4'],
  [words, 'application/octet-stream'],
])('%# is %s', (bytes, type) => {
  expect(contentTypeOf(bytes)).toBe(type);
});

test.each([
  ['image', png, null],
  ['image', jpeg, null],
  ['image', mp4, 'media.not_an_image'],
  ['image', words, 'media.not_an_image'],
  ['video', mp4, null],
  ['video', png, 'media.not_a_video'],
  ['file', words, null],
  ['file', words.slice(0, 4), 'media.too_small'],
] as const)('as %s the file %# is %s', (kind, bytes, fault) => {
  expect(faultOf(kind, bytes)).toBe(fault);
});

const now = new Date(10 * DAY);
test.each([
  [null, false],
  [0, true],
  [3 * DAY - 11 * MINUTE, true],
  [3 * DAY - 10 * MINUTE, false],
  [4 * DAY, false],
])('an id of %s ms is usable: %s', (age, expected) => {
  expect(isUsable(age === null ? null : new Date(now.getTime() - age), now)).toBe(expected);
});

test('an id is renewed half a day before it ends', () => {
  expect(renewalDue(now).getTime() - now.getTime()).toBe(2 * DAY + 12 * HOUR);
});
