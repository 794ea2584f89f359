import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createKeyring } from './keyring.ts';

const key = (keyId: string) => ({ keyId, key: randomBytes(32) });
const first = key('k1');
const second = key('k2');
const ring = createKeyring([first]);

describe('sealing', () => {
  test.each(['', '13800138000', '欧阳娜娜 👩‍🔧', 'x'.repeat(100_000)])('%j comes back', (plain) => {
    expect(ring.open(ring.seal(plain))).toBe(plain);
  });

  test('the same text never looks the same', () => {
    expect(ring.seal('13800138000')).not.toEqual(ring.seal('13800138000'));
    expect(ring.seal('13800138000').includes('13800138000')).toBe(false);
  });

  test('what an old key sealed opens after rotation; new seals use the new key', () => {
    const old = ring.seal('old');
    const rotated = createKeyring([second, first]);
    expect(rotated.open(old)).toBe('old');
    expect(() => ring.open(rotated.seal('new'))).toThrow('No key named "k2"');
  });

  test('another key of the same name does not open it', () => {
    expect(() => createKeyring([key('k1')]).open(ring.seal('secret'))).toThrow();
  });

  test('any changed byte is noticed', () => {
    const sealed = ring.seal('secret');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => ring.open(changed), `byte ${index}`).toThrow();
    }
  });

  test('cut bytes are noticed', () => {
    const sealed = ring.seal('secret');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => ring.open(sealed.subarray(0, length)), `${length} bytes`).toThrow();
    }
  });
});

describe('hashes', () => {
  test('what an old key blinded is found while the key is in the ring, and the newest key comes first', () => {
    const rotated = createKeyring([second, first]).blind('13800138000');
    expect(rotated.map(({ keyId }) => keyId)).toEqual(['k2', 'k1']);
    expect(rotated[1]).toEqual(ring.blind('13800138000')[0]);
    expect(rotated[0]?.hash).not.toEqual(rotated[1]?.hash);
  });

  test('a MAC belongs to its purpose', () => {
    expect(ring.mac('session', 'x')).not.toEqual(ring.mac('other', 'x'));
    expect(createKeyring([second, first]).mac('session', 'x')[1]).toEqual(ring.mac('session', 'x')[0]);
  });
});

test('an empty ring says what to set', () => {
  expect(() => createKeyring([])).toThrow('SECRET_KEYS');
});
