import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

/** A key of the ring: its short name and 32 bytes. */
export interface RingKey {
  readonly keyId: string;
  readonly key: Buffer;
}

/** A keyed hash, and the short name of its key. */
export interface BlindHash {
  readonly keyId: string;
  readonly hash: Buffer;
}

/** Seals what must not be readable in the database, and blinds what must be found by equality. */
export interface Keyring {
  /** AES-256-GCM under the newest key: key id, nonce, tag and ciphertext in one buffer. */
  seal(plain: string): Buffer;
  /** @throws when no key of the ring fits, or the bytes were changed */
  open(sealed: Buffer): string;
  /**
   * Keyed hashes for equality search, one a key, the newest key first: the first one is what is written, all of
   * them are what is looked for until everything is written under the newest key.
   */
  blind(value: string): BlindHash[];
  /** The key that new things are written under. */
  readonly newestKeyId: string;
  /** HMAC-SHA256 for a purpose, such as signing a cookie. The newest key comes first. */
  mac(purpose: string, value: string): Buffer[];
}

/** A key ready for use: making one of bytes costs more than sealing a message with it. */
interface ReadyKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

const nonceLength = 12;
const tagLength = 16;

/** @param ring - newest first */
export function createKeyring(ring: readonly RingKey[]): Keyring {
  const keys = ring.map(({ keyId, key }): ReadyKey => ({ keyId, key: createSecretKey(key) }));
  const [newest] = keys;
  if (newest === undefined) {
    throw new Error('The key ring is empty: set SECRET_KEYS.');
  }
  return {
    newestKeyId: newest.keyId,
    seal: (plain) => sealWith(newest, plain),
    open: (sealed) => openWith(keys, sealed),
    blind: (value) =>
      keys.map(({ keyId, key }) => ({
        keyId,
        hash: createHmac('sha256', key).update(`blind:${value}`).digest(),
      })),
    mac: (purpose, value) =>
      keys.map(({ key }) => createHmac('sha256', key).update(`${purpose}:${value}`).digest()),
  };
}

const noncePool = Buffer.alloc(256 * nonceLength);
let nonceAt = noncePool.length;

/** Random bytes never given before. The system is asked for many at once: one call takes as long as sealing. */
function newNonce(): Buffer {
  if (nonceAt === noncePool.length) {
    randomFillSync(noncePool);
    nonceAt = 0;
  }
  const nonce = Buffer.from(noncePool.subarray(nonceAt, nonceAt + nonceLength));
  nonceAt += nonceLength;
  return nonce;
}

function sealWith({ keyId, key }: ReadyKey, plain: string): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const name = Buffer.from(keyId, 'utf8');
  return Buffer.concat([Buffer.from([name.length]), name, nonce, cipher.getAuthTag(), body]);
}

function openWith(keys: readonly ReadyKey[], sealed: Buffer): string {
  const nameEnd = 1 + (sealed[0] ?? 0);
  const keyId = sealed.subarray(1, nameEnd).toString('utf8');
  const ringKey = keys.find((candidate) => candidate.keyId === keyId);
  if (ringKey === undefined) {
    throw new Error(
      `No key named ${JSON.stringify(keyId)} in SECRET_KEYS: add the key the row was sealed with.`,
    );
  }
  const nonce = sealed.subarray(nameEnd, nameEnd + nonceLength);
  const tag = sealed.subarray(nameEnd + nonceLength, nameEnd + nonceLength + tagLength);
  const decipher = createDecipheriv('aes-256-gcm', ringKey.key, nonce, { authTagLength: tagLength });
  decipher.setAuthTag(tag);
  const body = sealed.subarray(nameEnd + nonceLength + tagLength);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
