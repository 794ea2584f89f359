import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, sign } from './crypto.ts';

const TOKEN = 'QDG6eK';
const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const CORP = 'wx5823bf96d3bd56c7';

const ECHO = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
const POST =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUk' +
  'SUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekU' +
  'NXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rU' +
  'PA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+' +
  'qN+E7Q==';

describe('callback crypto', () => {
  it('signs and decrypts the official URL verification', () => {
    expect(sign(TOKEN, '1409659589', '263014780', ECHO)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
    expect(decrypt(KEY, ECHO)).toEqual({
      message: '1616140317555161061',
      receiveId: CORP,
      prefix: 'c41b64491c2468d0',
    });
  });

  it('signs and decrypts the official push', () => {
    expect(sign(TOKEN, '1409659813', '1372623149', POST)).toBe('477715d11cdb4164915debcba66cb864d751f3e6');
    const { message, receiveId } = decrypt(KEY, POST);
    expect(receiveId).toBe(CORP);
    expect(message).toContain('<Content><![CDATA[hello]]></Content>');
    expect(Buffer.byteLength(message)).toBe(284);
  });

  it('encrypts the official echo to the same text', () => {
    expect(encrypt(KEY, '1616140317555161061', CORP, Buffer.from('c41b64491c2468d0'))).toBe(ECHO);
  });

  it.each([
    ['hello', '', 'fedcba9876543210', 'P9TP8OO8ZpJE35Ha/87+5Al3dLAAyeFa7pbUQdq0aoM='],
    [
      ...(['<xml><Content><![CDATA[你好]]></Content></xml>', CORP, '0123456789abcdef'] as const),
      'sKqRbbiSUnDhFHOvPjtUMUEzloWPcaYNMsicnqLJL3iI+01AYWwMhwhsbWcmXPZpVcrcG+btVni9ei4Csvb3fNLgbN3fZ326ti6/QEJNgQAGf4V6LskOfIRT3lvm5cKY',
    ],
    [
      ...(['12345678901234567890123456789012345678901234', '', '0123456789abcdef'] as const),
      'sKqRbbiSUnDhFHOvPjtUMbbv/i+pAv5aGVR5hRMMpkq8UzVr4VEnYe5rgkTncFT31gi/zwmxx4cBvXqFl+vRkPgcnDi5P+ok4fL4cMGtoxT16ZqVfOLLQhsDXCVIpjn4',
    ],
  ])('encrypts %s', (message, receiveId, prefix, expected) => {
    expect(encrypt(KEY, message, receiveId, Buffer.from(prefix))).toBe(expected);
  });

  it('decrypts a text of another library', () => {
    const key = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aQ';
    const { message, receiveId } = decrypt(key, '9s4gMv99m88kKTh/H8IdkNiFGeG9pd7vNWl50fGRWXY=');
    expect([message, receiveId]).toEqual(['test', 'rust']);
  });

  it('refuses what is not its own', () => {
    const other = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aQ';
    expect(() => decrypt(other, encrypt(KEY, 'hello', CORP, Buffer.from('0123456789abcdef')))).toThrow();
    expect(() => encrypt('short', 'hello', CORP)).toThrow('43');
  });
});
