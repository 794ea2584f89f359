import { createCipheriv, randomBytes } from 'node:crypto';
import * as official from '@wecom/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import WXBizMsgCrypt from 'wechat-crypto';
import { aesKeyOf, openCipher, sealCipher } from './cipher.ts';
import { CallbackError } from './errors.ts';
import { readCallbackQuery } from './query.ts';
import { type OpenCallbackInput, openCallback, plaintextDigest, verifyUrl } from './receive.ts';
import { sealReply } from './reply.ts';
import { signCallback } from './signature.ts';

const keys = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const key = aesKeyOf(keys.encodingAesKey);
const corpId = 'ww0123456789abcdef';
const plaintext = '<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好 👋]]></Content></xml>';

function signed(encrypt: string, token = keys.token) {
  const query = { timestamp: '1700000000', nonce: 'n0nce', msgSignature: '' };
  query.msgSignature = signCallback({ token, encrypt, timestamp: query.timestamp, nonce: query.nonce });
  return query;
}

/** A push that is right in every respect, with parts of it replaced. */
function push(encrypt: string, overrides: Partial<OpenCallbackInput> = {}): OpenCallbackInput {
  const body = `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
  return { query: signed(encrypt), body, keys, receiveIds: [corpId], ...overrides };
}

/** Encrypts bytes as they are, so that padding and lengths can be wrong. */
function encryptRaw(padded: Buffer): string {
  const cipher = createCipheriv('aes-256-cbc', key.key, key.iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

function layout(parts: { length: number; message: Buffer; receiveId?: string; padding: number[] }): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(parts.length);
  const receiver = Buffer.from(parts.receiveId ?? corpId);
  return Buffer.concat([Buffer.alloc(16, 65), length, parts.message, receiver, Buffer.from(parts.padding)]);
}

function reasonOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof CallbackError) return error.reason;
    throw error;
  }
  return 'accepted';
}

describe('pushes encrypted by others', () => {
  it('opens what @wecom/crypto encrypted, and is understood by it', () => {
    const encrypt = official.encrypt(keys.encodingAesKey, plaintext, corpId);
    expect(openCallback(push(encrypt))).toEqual({ plaintext, receiveId: corpId });
    expect(official.getSignature(keys.token, '1700000000', 'n0nce', encrypt)).toBe(
      signed(encrypt).msgSignature,
    );
    const back = official.decrypt(keys.encodingAesKey, sealCipher(plaintext, corpId, key));
    expect(back).toMatchObject({ message: plaintext, id: corpId });
  });

  it('opens what wechat-crypto encrypted, and is understood by it', () => {
    const peer = new WXBizMsgCrypt(keys.token, keys.encodingAesKey, corpId);
    expect(openCallback(push(peer.encrypt(plaintext)))).toEqual({ plaintext, receiveId: corpId });
    expect(peer.decrypt(sealCipher(plaintext, corpId, key))).toEqual({ message: plaintext, id: corpId });
  });

  it('opens every text for every receiver', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(anyText, fc.string({ maxLength: 40 }), (message, receiveId) => {
        const encrypt = official.encrypt(keys.encodingAesKey, message, receiveId);
        expect(openCipher(encrypt, key)).toEqual({ message, receiveId });
        expect(openCipher(sealCipher(message, receiveId, key), key)).toEqual({ message, receiveId });
      }),
    );
  });
});

describe('forged pushes', () => {
  const good = sealCipher(plaintext, corpId, key);
  const message = Buffer.from('hello');
  // 16 + 4 + 5 + 18 = 43 bytes: 21 bytes of padding are due.
  const pad21: number[] = Array(21).fill(21);
  const sealed = (parts: Parameters<typeof layout>[0]) => push(encryptRaw(layout(parts)));

  it('starts from a push that is accepted', () => {
    expect(reasonOf(() => openCallback(push(good)))).toBe('accepted');
    expect(reasonOf(() => openCallback(sealed({ length: 5, message, padding: pad21 })))).toBe('accepted');
  });

  it.each<[string, string, OpenCallbackInput]>([
    ['signed with another token', 'bad_signature', push(good, { query: signed(good, 'other') })],
    ['signed for another text', 'bad_signature', push(good, { query: signed(`${good}A`) })],
    ['cut signature', 'bad_signature', push(good, { query: { ...signed(good), msgSignature: 'abc' } })],
    ['upper-case signature', 'bad_signature', push(good, { query: upperCase(signed(good)) })],
    ['later timestamp', 'bad_signature', push(good, { query: { ...signed(good), timestamp: '1700000001' } })],
    ['other nonce', 'bad_signature', push(good, { query: { ...signed(good), nonce: 'other' } })],
    ['no signature', 'bad_request', push(good, { query: { ...signed(good), msgSignature: '' } })],
    ['no timestamp', 'bad_request', push(good, { query: { ...signed(good), timestamp: '' } })],
    ['no nonce', 'bad_request', push(good, { query: { ...signed(good), nonce: '' } })],
    ['no Encrypt', 'bad_request', push(good, { body: '<xml><A>1</A></xml>' })],
    ['empty body', 'bad_request', push(good, { body: '' })],
    ['body that is no text', 'bad_request', push(good, { body: Buffer.from([0x3c, 0xff, 0xfe]) })],
    ['too long', 'too_large', push(good, { maxBytes: 100 })],
    ['not base64', 'bad_cipher', push('****')],
    ['base64 with a gap', 'bad_cipher', push(`${good.slice(0, 8)} ${good.slice(8)}`)],
    ['base64 without its end', 'bad_cipher', push(Buffer.alloc(32).toString('base64').replace(/=+$/, ''))],
    ['url-safe base64', 'bad_cipher', push(Buffer.alloc(48, 0xff).toString('base64url'))],
    ['one AES block', 'bad_cipher', push(Buffer.alloc(16).toString('base64'))],
    ['no whole AES block', 'bad_cipher', push(Buffer.alloc(40).toString('base64'))],
    ['random bytes', 'bad_cipher', push(Buffer.alloc(64, 7).toString('base64'))],
    [
      'cut at an AES block',
      'bad_cipher',
      push(Buffer.from(good, 'base64').subarray(0, -16).toString('base64')),
    ],
    ['padding of zero', 'bad_cipher', sealed({ length: 5, message, padding: Array(21).fill(0) })],
    ['padding of 33', 'bad_cipher', sealed({ length: 5, message, padding: Array(21).fill(33) })],
    [
      'one wrong byte in the padding',
      'bad_cipher',
      sealed({ length: 5, message, padding: [20, ...pad21.slice(1)] }),
    ],
    ['inner length beyond the end', 'bad_cipher', sealed({ length: 24, message, padding: pad21 })],
    ['inner length of 4 GiB', 'bad_cipher', sealed({ length: 0xffffffff, message, padding: pad21 })],
    ['nothing but padding', 'bad_cipher', push(encryptRaw(Buffer.alloc(32, 32)))],
    ['less than a header', 'bad_cipher', push(encryptRaw(Buffer.alloc(48, 32)))],
    ['broken UTF-8', 'bad_cipher', sealed({ length: 5, message: Buffer.alloc(5, 0xff), padding: pad21 })],
    ['inner length that eats the receiver', 'wrong_receiver', sealed({ length: 6, message, padding: pad21 })],
    ['for another corp', 'wrong_receiver', push(sealCipher(plaintext, 'ww_other', key))],
    ['for a corp in other case', 'wrong_receiver', push(sealCipher(plaintext, corpId.toUpperCase(), key))],
    ['for nobody', 'wrong_receiver', push(sealCipher(plaintext, '', key))],
  ])('%s: %s', (_name, reason, input) => {
    expect(reasonOf(() => openCallback(input))).toBe(reason);
  });

  it('refuses random bytes, signed or not, and never crashes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const encrypt = Buffer.from(bytes).toString('base64');
        expect(['bad_cipher', 'bad_request', 'wrong_receiver']).toContain(
          reasonOf(() => openCallback(push(encrypt))),
        );
        const body = Buffer.from(bytes);
        expect(reasonOf(() => openCallback(push(good, { body })))).toBe('bad_request');
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a push with any one bit changed in its cipher text', () => {
    const bytes = Buffer.from(good, 'base64');
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const body = `<xml><Encrypt>${changed.toString('base64')}</Encrypt></xml>`;
        expect(reasonOf(() => openCallback(push(good, { body })))).toBe('bad_signature');
      }),
    );
  });

  it('names our own malformed key as ours, without showing it', () => {
    const bad = { token: 't', encodingAesKey: 'tooShortSecret' };
    const input = push(good, { keys: bad, query: signed(good, 't') });
    expect(() => openCallback(input)).toThrow(RangeError);
    expect(() => openCallback(input)).not.toThrow(/tooShortSecret/);
  });
});

describe('verification of the address', () => {
  const nonEmptyPlus = (text: string) => text.includes('+');

  function echo(message: string): string {
    let encrypt = sealCipher(message, corpId, key);
    while (!nonEmptyPlus(encrypt)) encrypt = sealCipher(message, corpId, key);
    return encrypt;
  }

  it.each([
    ['escaped', encodeURIComponent],
    ['with a raw plus', (text: string) => text],
    ['with only = escaped', (text: string) => text.replaceAll('=', '%3D')],
  ])('keeps the plus of echostr %s', (_name, escapeText) => {
    const echostr = echo('12345');
    const { timestamp, nonce, msgSignature } = signed(echostr);
    const raw = `?msg_signature=${msgSignature}&timestamp=${timestamp}&nonce=${nonce}&echostr=${escapeText(echostr)}`;
    expect(verifyUrl({ query: readCallbackQuery(raw), keys, receiveIds: ['other', corpId] })).toBe('12345');
  });

  it('refuses a missing, a foreign and an oversized echostr', () => {
    const echostr = echo('1');
    const base = { keys, receiveIds: [corpId] };
    expect(reasonOf(() => verifyUrl({ ...base, query: signed(echostr) }))).toBe('bad_request');
    expect(reasonOf(() => verifyUrl({ ...base, query: { ...signed('x'), echostr } }))).toBe('bad_signature');
    const long = { ...signed(echostr), echostr };
    expect(reasonOf(() => verifyUrl({ ...base, query: long, maxBytes: 10 }))).toBe('too_large');
  });

  it('refuses broken escapes and repeated parameters', () => {
    expect(reasonOf(() => readCallbackQuery('nonce=%E0%A4%A'))).toBe('bad_request');
    expect(reasonOf(() => readCallbackQuery('nonce=1&nonce=2'))).toBe('bad_request');
    expect(readCallbackQuery('')).toEqual({ msgSignature: '', timestamp: '', nonce: '' });
  });
});

describe('replies and digests', () => {
  it('seals a passive reply that a peer can read', () => {
    const reply = sealReply({ plaintext, keys, receiveId: corpId, timestamp: 1700000000 });
    const [, encrypt = ''] = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(reply) ?? [];
    const [, nonce = ''] = /<Nonce><!\[CDATA\[(.*?)\]\]>/.exec(reply) ?? [];
    expect(reply).toContain(official.getSignature(keys.token, '1700000000', nonce, encrypt));
    expect(official.decrypt(keys.encodingAesKey, encrypt)).toMatchObject({ message: plaintext, id: corpId });
  });

  it('gives repetitions one digest and different texts different ones', () => {
    const first = openCallback(push(sealCipher(plaintext, corpId, key)));
    const again = openCallback(push(sealCipher(plaintext, corpId, key)));
    expect(plaintextDigest(first.plaintext)).toEqual(plaintextDigest(again.plaintext));
    expect(plaintextDigest(first.plaintext)).toHaveLength(32);
    expect(plaintextDigest(`${plaintext} `)).not.toEqual(plaintextDigest(plaintext));
    expect(plaintextDigest(randomBytes(8).toString('hex'))).not.toEqual(plaintextDigest(plaintext));
  });
});

function upperCase(query: ReturnType<typeof signed>) {
  return { ...query, msgSignature: query.msgSignature.toUpperCase() };
}
