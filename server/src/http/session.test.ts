import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyring } from '../db/keyring.ts';
import { openSession, sealSession } from './session.ts';

const now = new Date(Date.UTC(2026, 10, 20, 4));
const later = now.getTime() + 1000;
const oldKey = { keyId: 'k1', key: randomBytes(32) };
const newKey = { keyId: 'k2', key: randomBytes(32) };
const keyring = createKeyring([oldKey]);
const claims = { corpId: 1, memberId: 2, expiresAt: later };
const cookie = sealSession(keyring, claims);
const [body = '', mac = ''] = cookie.split('.');
const bodyOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a cookie of ours opens', () => {
  expect(openSession(keyring, cookie, now)).toEqual(claims);
});

test('it opens after a new key was put in front, and not after its key was dropped', () => {
  expect(openSession(createKeyring([newKey, oldKey]), cookie, now)).toEqual(claims);
  expect(openSession(createKeyring([newKey]), cookie, now)).toBeNull();
});

test('it ends at its time', () => {
  expect(openSession(keyring, cookie, new Date(later - 1))).not.toBeNull();
  expect(openSession(keyring, cookie, new Date(later))).toBeNull();
});

test.each([
  ['none', undefined],
  ['empty', ''],
  ['no MAC', body],
  ['an empty MAC', `${body}.`],
  ['no body', `.${mac}`],
  ['a cut MAC', `${body}.${mac.slice(0, -4)}`],
  ['another member', `${bodyOf([1, 3, later])}.${mac}`],
  ['a longer life', `${bodyOf([1, 2, later * 2])}.${mac}`],
  ['no JSON', `${Buffer.from('x').toString('base64url')}.${mac}`],
  ['a MAC of another purpose', `${body}.${keyring.mac('other', body)[0]?.toString('base64url')}`],
])('a forged cookie is nobody: %s', (_name, value) => {
  expect(openSession(keyring, value, now)).toBeNull();
});
