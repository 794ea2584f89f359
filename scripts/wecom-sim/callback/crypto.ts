import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const BLOCK = 32;

const keyOf = (encodingAesKey: string): Buffer => {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (key.length !== 32) throw new Error('EncodingAESKey must be 43 letters or digits');
  return key;
};

/** Printable, as the platform's own prefixes are. */
const randomPrefix = () => Buffer.from(randomBytes(8).toString('hex'));

/** The signature over four values (developer.work.weixin.qq.com/document/path/91144). */
export const sign = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

/** Encrypts a message for a receiver: AES-256-CBC, padded to blocks of 32 (path/91144). */
export const encrypt = (
  encodingAesKey: string,
  message: string,
  receiveId: string,
  prefix: Buffer = randomPrefix(),
): string => {
  const key = keyOf(encodingAesKey);
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([prefix, length, body, Buffer.from(receiveId)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64');
};

/** The reverse of `encrypt`; throws on anything malformed. */
export const decrypt = (
  encodingAesKey: string,
  encrypted: string,
): { message: string; receiveId: string; prefix: string } => {
  const key = keyOf(encodingAesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || pad > padded.length) throw new Error('bad padding');
  const plain = padded.subarray(0, padded.length - pad);
  if (plain.length < 20) throw new Error('message too short');
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length) throw new Error('bad message length');
  return {
    message: plain.subarray(20, end).toString(),
    receiveId: plain.subarray(end).toString(),
    prefix: plain.subarray(0, 16).toString(),
  };
};
